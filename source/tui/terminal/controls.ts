/** What the views may ask of the terminal beyond drawing. */
export interface TerminalControls {
	/** Draws everything again. */
	repaint(): void;
	/** Writes a sequence that draws nothing, such as the clipboard's. */
	send(sequence: string): void;
	/** Gives the terminal back and stops the process until the shell continues it. */
	readonly leaveAndEnter: {leave(): void; enter(): void};
	readonly insideTmux: boolean;
}
