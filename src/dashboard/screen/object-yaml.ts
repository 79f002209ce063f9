/** An object as YAML. Pure. */
import {stringify} from 'yaml';
import type {ApiObject} from '../../api/api.ts';
import {plainText} from '../format/cells.ts';
import type {Line} from './span.ts';

/** Read only: what the apiserver has, without the record of who set which field. */
export function objectYaml(object: ApiObject, ascii: boolean): Line[] {
	return stringify(object, {lineWidth: 0}).trimEnd().split('\n').map(text => [{text: plainText(text, ascii)}]);
}
