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
