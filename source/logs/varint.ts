/** Appends a whole number of at most 2^53 - 1 in groups of seven bits, lowest first; answers the place after it. */
export function writeVarint(bytes: Buffer, place: number, value: number): number {
	while (value >= 0x80) {
		bytes[place++] = (value % 0x80) | 0x80;
		value = Math.floor(value / 0x80);
	}

	bytes[place++] = value;
	return place;
}

/** Reads one; undefined when it is cut off. */
export function readVarint(bytes: Buffer, place: number): {readonly value: number; readonly end: number} | undefined {
	let value = 0;
	for (let scale = 1; place < bytes.length; scale *= 0x80) {
		const byte = bytes[place++] ?? 0;
		value += (byte & 0x7f) * scale;
		if (byte < 0x80) return {value, end: place};
	}

	return undefined;
}
