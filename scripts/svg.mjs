const cell = {width: 8.4, height: 16, fontSize: 14};
const margin = 14;
const foreground = '#d7dae0';
const background = '#16181d';
const palette = [
	...['#3a3f4b', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#c8ccd4'],
	...['#6b7280', '#ff8a93', '#b5e08f', '#ffd68a', '#82c4ff', '#dda0f0', '#7fd6e0', '#ffffff'],
];

/** The visible screen of a headless xterm as an SVG picture, colours and styles cell by cell. */
export function drawn({buffer, cols, rows}) {
	const runs = [];
	for (let row = 0; row < rows; row++) {
		runs.push(...runsOf(buffer.active.getLine(buffer.active.baseY + row), row, cols));
	}

	const width = Math.ceil(cols * cell.width + 2 * margin);
	const height = Math.ceil(rows * cell.height + 2 * margin);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
		`<rect width="${width}" height="${height}" rx="8" fill="${background}"/>`,
		`<g transform="translate(${margin} ${margin})" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace"`,
		` font-size="${cell.fontSize}" fill="${foreground}" xml:space="preserve">`,
		...runs.map(run => painted(run)),
		'</g>\n</svg>\n',
	].join('\n');
}

/** Neighbouring cells that look the same, as one piece of text. */
function runsOf(line, row, cols) {
	const runs = [];
	for (let column = 0; column < cols; column++) {
		const content = line?.getCell(column);
		if (!content || content.getWidth() === 0) {
			continue;
		}

		const style = styleOf(content);
		const last = runs.at(-1);
		// A wide character stands alone, so that the font's own width for it moves nothing else.
		if (last && last.look === JSON.stringify(style) && content.getWidth() === 1 && last.narrow) {
			last.text += content.getChars() || ' ';
			last.width++;
		} else {
			const narrow = content.getWidth() === 1;
			const text = content.getChars() || ' ';
			runs.push({row, column, text, width: content.getWidth(), narrow, style, look: JSON.stringify(style)});
		}
	}

	return runs;
}

function styleOf(content) {
	const ink = content.isFgDefault() ? undefined : colourOf(content.isFgRGB(), content.getFgColor());
	const paper = content.isBgDefault() ? undefined : colourOf(content.isBgRGB(), content.getBgColor());
	const inverse = content.isInverse() !== 0;
	return {
		ink: inverse ? (paper ?? background) : ink,
		paper: inverse ? (ink ?? foreground) : paper,
		bold: content.isBold() !== 0,
		dim: content.isDim() !== 0,
		italic: content.isItalic() !== 0,
		underline: content.isUnderline() !== 0,
	};
}

function colourOf(isRgb, value) {
	if (isRgb) {
		return `#${value.toString(16).padStart(6, '0')}`;
	}

	if (value < 16) {
		return palette[value];
	}

	if (value >= 232) {
		const grey = 8 + (value - 232) * 10;
		return `rgb(${grey} ${grey} ${grey})`;
	}

	const levels = [0, 95, 135, 175, 215, 255];
	const cube = value - 16;
	return `rgb(${levels[Math.floor(cube / 36)]} ${levels[Math.floor(cube / 6) % 6]} ${levels[cube % 6]})`;
}

function painted({row, column, text, width, style}) {
	const x = (column * cell.width).toFixed(1);
	const y = row * cell.height;
	const length = (width * cell.width).toFixed(1);
	const paper = style.paper
		? `<rect x="${x}" y="${y}" width="${length}" height="${cell.height}" fill="${style.paper}"/>`
		: '';
	if (text.trim() === '' && !style.underline) {
		return paper;
	}

	const attributes = [
		style.ink && `fill="${style.ink}"`,
		style.bold && 'font-weight="bold"',
		style.dim && 'opacity="0.6"',
		style.italic && 'font-style="italic"',
		style.underline && 'text-decoration="underline"',
	].filter(Boolean);
	const base = y + cell.fontSize - 1;
	return `${paper}<text x="${x}" y="${base}" textLength="${length}" lengthAdjust="spacingAndGlyphs" ${attributes.join(' ')}>${escaped(text)}</text>`;
}

function escaped(text) {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(' ', '\u00A0');
}
