import {Box} from 'ink';
import type {Layout} from '../layout.js';
import {edge, ruled} from '../text/frame.js';
import {type Row, span} from '../text/row.js';
import type {Theme} from '../theme.js';
import {Rows} from './rows.js';

/** What a pane shows: its rows, the title above them, and where in the whole it is. */
export interface PaneView {
	readonly title: Row;
	readonly rows: readonly Row[];
	readonly position: Row;
	/** The log's line in each row. */
	readonly lines?: readonly (number | undefined)[];
}

interface PanesProps {
	readonly layout: Exclude<Layout, {readonly kind: 'tiny'}>;
	readonly tree: PaneView;
	readonly log: PaneView;
	readonly width: number;
	readonly theme: Theme;
}

/** The two panes as the layout has them. Only side by side do rows have a frame: elsewhere a selection copies clean text. */
export function Panes(props: PanesProps) {
	return props.layout.kind === 'beside' ? <Beside {...props} layout={props.layout} /> : <Stacked {...props} />;
}

function Beside({layout, tree, log, width, theme}: PanesProps & {layout: Layout & {kind: 'beside'}}) {
	const {height} = layout.tree;
	const side: readonly Row[] = Array.from({length: height}, () => [span(theme.symbols.vertical, {dim: true})]);
	const top = edge(ruled(tree.title, layout.tree.width, theme), ruled(log.title, layout.log.width, theme), 0, theme);
	const bottom = edge(
		ruled([], layout.tree.width, theme, tree.position),
		ruled([], layout.log.width, theme, log.position),
		3,
		theme,
	);
	return (
		<Box flexDirection="column">
			<Rows rows={[top]} width={width} height={1} theme={theme} />
			<Box>
				<Rows rows={side} width={1} height={height} theme={theme} />
				<Rows rows={tree.rows} width={layout.tree.width} height={height} theme={theme} />
				<Rows rows={side} width={1} height={height} theme={theme} />
				<Rows rows={log.rows} width={layout.log.width} height={height} theme={theme} />
				<Rows rows={side} width={1} height={height} theme={theme} />
			</Box>
			<Rows rows={[bottom]} width={width} height={1} theme={theme} />
		</Box>
	);
}

function Stacked({layout, tree, log, width, theme}: PanesProps) {
	const panes = [
		...(layout.tree.height > 0 ? [{...tree, height: layout.tree.height}] : []),
		...(layout.log.height > 0 ? [{...log, height: layout.log.height}] : []),
	];
	const rows = panes.flatMap(({title, rows: shown, position, height}): readonly Row[] => [
		ruled(title, width, theme, position),
		...Array.from({length: height}, (_, index): Row => shown[index] ?? []),
	]);
	return <Rows rows={rows} width={width} height={rows.length} theme={theme} />;
}
