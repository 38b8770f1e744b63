/** The registry's host of an image, as `docker pull` reads its name: the first part when it looks like a host, else Docker Hub. */
export function registryOf(image: string): string {
	const [first = '', ...rest] = image.split('/');
	return rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost') ? first : 'docker.io';
}

/** The name with its tag: without one the engine would pull every tag there is. */
export function withTag(image: string): string {
	const name = image.slice(image.lastIndexOf('/') + 1);
	return name.includes(':') || name.includes('@') ? image : `${image}:latest`;
}

/** An image's name apart from its tag or digest, with the word for which of both: `tag "1.2"`. */
export function tagOf(image: string): {readonly name: string; readonly tag: string} {
	const full = withTag(image);
	const digest = full.indexOf('@');
	const end = digest === -1 ? full.lastIndexOf(':') : digest;
	return {name: full.slice(0, end), tag: digest === -1 ? `tag "${full.slice(end + 1)}"` : full.slice(end + 1)};
}

/** An image's name without registry, tag and digest: `group/name`. */
export function pathOf(image: string): string {
	const {name} = tagOf(image);
	const registry = registryOf(name);
	return name.startsWith(`${registry}/`) ? name.slice(registry.length + 1) : name;
}
