/** Keywords that are read and checked and do nothing here, with what a user should know about it. */
export const noEffect: Readonly<Record<string, string>> = {
	tags: 'every job runs on this machine',
	environment: 'nothing is deployed from here; its name and URL are given to the job as variables',
	release: 'no release is made from here',
	pages: 'nothing is published from here',
	publish: 'nothing is published from here',
	identity: 'there is no cloud to sign in to from here',
	dast_configuration: 'the scan is made by GitLab',
	inputs: 'not honoured yet',
	run: 'steps are not honoured yet',
	'artifacts:access': 'artifacts stay on this machine',
	'artifacts:expire_in': 'artifacts are kept until their run is removed',
	'artifacts:expose_as': 'there is no merge request to show them in',
	'artifacts:public': 'artifacts stay on this machine',
	'cache:unprotect': 'here all branches share their caches anyway',
	'workflow:auto_cancel': 'a new run cancels no other',
	'image:kubernetes': 'jobs run in containers of this machine',
};
