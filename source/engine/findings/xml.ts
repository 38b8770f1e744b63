/** What a reader of XML is told, in the order of the text. */
export interface XmlListener {
	open(name: string, attributes: ReadonlyMap<string, string>): void;
	text(text: string): void;
	close(name: string): void;
}

/**
 * Goes through XML as test runners write it, and takes what is not well-formed for what it most likely means: nothing
 * is refused, and the time is in proportion to the text. Names lose their prefixes; nothing outside of the text is read.
 */
export function readXml(xml: string, listener: XmlListener): void {
	for (let at = 0; at < xml.length; ) {
		const begin = xml.indexOf('<', at);
		if (begin !== at) listener.text(decoded(xml.slice(at, begin === -1 ? undefined : begin)));
		if (begin === -1) return;
		at = readMarkup(xml, begin, listener);
	}
}

/** Answers where it ends. */
function readMarkup(xml: string, begin: number, listener: XmlListener): number {
	if (xml.startsWith('<![CDATA[', begin)) {
		const end = endOf(xml, ']]>', begin + 9);
		listener.text(xml.slice(begin + 9, end));
		return end + 3;
	}

	if (xml.startsWith('<!--', begin)) return endOf(xml, '-->', begin + 4) + 3;
	if (xml.startsWith('<?', begin)) return endOf(xml, '?>', begin + 2) + 2;
	if (xml.startsWith('<!', begin)) return endOf(xml, '>', begin + 2) + 1;
	return readTag(xml, begin, listener);
}

function readTag(xml: string, begin: number, listener: XmlListener): number {
	const isEnd = xml[begin + 1] === '/';
	nameAt.lastIndex = begin + (isEnd ? 2 : 1);
	const name = nameAt.exec(xml)?.[0];
	if (name === undefined) {
		// A "<" that somebody forgot to escape.
		listener.text('<');
		return begin + 1;
	}

	if (isEnd) {
		listener.close(localName(name));
		return endOf(xml, '>', nameAt.lastIndex) + 1;
	}

	const attributes = new Map<string, string>();
	let at = nameAt.lastIndex;
	for (;;) {
		attributeAt.lastIndex = at;
		const found = attributeAt.exec(xml);
		if (found === null) break;
		const [, key = '', double, single, bare] = found;
		attributes.set(localName(key), decoded(double ?? single ?? bare ?? ''));
		at = attributeAt.lastIndex;
	}

	const end = endOf(xml, '>', at);
	listener.open(localName(name), attributes);
	if (xml[end - 1] === '/') listener.close(localName(name));
	return end + 1;
}

const nameAt = /[A-Za-z_:][\w:.-]*/y;
const attributeAt = /\s+([^\s=>/"'<]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/y;

function localName(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}

function endOf(xml: string, text: string, from: number): number {
	const end = xml.indexOf(text, from);
	return end === -1 ? xml.length : end;
}

const entities: Readonly<Record<string, string>> = {lt: '<', gt: '>', amp: '&', quot: '"', apos: "'"};

function decoded(text: string): string {
	if (!text.includes('&')) return text;
	return text.replaceAll(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{1,8}));/g, (whole, decimal, hex, name) => {
		if (name !== undefined) return entities[String(name)] ?? whole;
		const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
		return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
}
