import type {NamedPlace} from '../../model/definition.js';
import {type Shape, text} from '../shape.js';
import {positionOf} from '../yaml/source-file.js';

/** A name that is checked later, with the place where it is written. */
export const placedText: Shape<NamedPlace> = (node, reading) => {
	const name = text(node, reading);
	return name === undefined ? undefined : {name, position: positionOf(node.place)};
};
