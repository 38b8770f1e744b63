/** Terminals refuse more than this, some by doing nothing. */
const most = 74_994;

/** The sequence that puts a text on the clipboard of the user's terminal, also over ssh (OSC 52); inside tmux passed through it. */
export function clipboardSequence(text: string, insideTmux: boolean): string {
	const encoded = Buffer.from(text.slice(0, most)).toString('base64');
	const sequence = `\u001B]52;c;${encoded}\u0007`;
	return insideTmux ? `${sequence}\u001BPtmux;\u001B${sequence}\u001B\\` : sequence;
}
