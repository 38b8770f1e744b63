import {Box} from 'ink';
import {type PageRowsView, pageRows} from '../pages/page.js';
import {ruled} from '../text/frame.js';
import {span} from '../text/row.js';
import {Rows} from './rows.js';

/** A view over the whole screen under its title, in exactly `height` rows. */
export function PageRows(view: PageRowsView) {
	const {page, width, height, theme} = view;
	const title = ruled([span(` ${page.title} `, {bold: true, color: 'cyan'})], width, theme);
	return (
		<Box>
			<Rows rows={[title, ...pageRows({...view, height: height - 1})]} width={width} height={height} theme={theme} />
		</Box>
	);
}
