import test from 'ava';
import {type Cell, svgOf} from '../../scripts/pictures/svg.ts';

const plain: Cell = {text: '', width: 1, color: undefined, bold: false, dim: false, inverse: false};
const cells = (text: string, look: Partial<Cell> = {}): Cell[] => [...text].map(character => ({...plain, ...look, text: character}));

test('neighbours that look the same are one text, at its column and as long as its cells', t => {
	const svg = svgOf([[...cells('  etcd '), ...cells('● running', {color: 2})], cells('<a & b>')], 'a "title"');
	t.deepEqual(svg.match(/<text.*<\/text>/g), [
		'<text x="30.8" y="27" textLength="33.6" lengthAdjust="spacingAndGlyphs" xml:space="preserve">etcd</text>',
		'<text x="72.8" y="27" textLength="75.6" lengthAdjust="spacingAndGlyphs" xml:space="preserve" fill="#3fb950">● running</text>',
		'<text x="14" y="45" textLength="58.8" lengthAdjust="spacingAndGlyphs" xml:space="preserve">&lt;a &amp; b&gt;</text>',
	]);
	t.regex(svg, /<title>a &quot;title&quot;<\/title>/);
});

test('what is inverse has a ground of its own, also where it is blank', t => {
	t.regex(svgOf([cells('ab ', {inverse: true})], ''), /<rect x="14" y="14" width="25.2" height="18" fill="#d7dde4"\/>\n<text [^>]* fill="#0d1117">ab</);
});

test('a character of two cells takes two', t => {
	const wide: Cell[] = [{...plain, text: '容', width: 2}, {...plain, width: 0}, ...cells('x')];
	t.regex(svgOf([wide], ''), /textLength="25.2"[^>]*>容x</);
});
