import test from 'ava';
import {debianSources, sourcesOfOtherRelease} from '../../src/images/mirrors.ts';

const mirror = 'http://mirror.example.org/pub/debian/';
const row = (codename: string, site = mirror, {origin = 'Debian', component = 'main'} = {}): string => [origin, codename, site, component, codename].join('\t');

const foreign = [
	row('bookworm', 'https://packages.example.org/runtime', {origin: 'Somebody else'}),
	row('bookworm', 'https://packages.example.org/nolabel', {origin: ''}),
	row('nodistro', 'https://js.example.org', {origin: '. nodistro'}),
];

test('the mirrors of a release come with its updates and security fixes, the release first', t => {
	const output = [
		row('bookworm-security', 'http://security.example.org/debian-security'), row('bookworm-updates'), row('bookworm'), ...foreign, '',
	].join('\n');
	t.deepEqual(debianSources(output, 'bookworm'), [
		'deb http://mirror.example.org/pub/debian bookworm main',
		'deb http://mirror.example.org/pub/debian bookworm-updates main',
		'deb http://security.example.org/debian-security bookworm-security main',
	]);
});

test('other components, backports and what is listed twice add nothing', t => {
	const output = [
		row('bookworm'), row('bookworm'), row('bookworm', mirror, {component: 'contrib'}), row('bookworm', mirror, {component: 'non-free-firmware'}), row('bookworm-backports'),
	].join('\n');
	t.deepEqual(debianSources(output, 'bookworm'), ['deb http://mirror.example.org/pub/debian bookworm main']);
});

test('a machine of another release, or without any Debian mirror, has none for this one', t => {
	t.deepEqual(debianSources([row('trixie'), ...foreign].join('\n'), 'bookworm'), []);
	t.deepEqual(debianSources('', 'bookworm'), []);
});

test('the mirror of another release is asked for this one, with its updates and security fixes', t => {
	const output = [
		...foreign, row('trixie-backports', 'http://backports.example.org/debian'), row('trixie-security', 'http://security.example.org/debian-security/'),
		row('trixie', mirror, {component: 'contrib'}), row('trixie'), row('trixie-updates'),
	].join('\n');
	t.deepEqual(sourcesOfOtherRelease(output, 'bookworm'), [
		'deb http://mirror.example.org/pub/debian bookworm main',
		'deb http://mirror.example.org/pub/debian bookworm-updates main',
		'deb http://security.example.org/debian-security bookworm-security main',
	]);
});

test('where apt lists no security site of Debian, none is made up', t => {
	t.deepEqual(sourcesOfOtherRelease([row('sid'), ...foreign].join('\n'), 'bookworm'), ['deb http://mirror.example.org/pub/debian bookworm main']);
});

test('another distribution\'s mirrors are never asked for Debian', t => {
	const output = [row('noble', 'http://mirror.example.org/ubuntu', {origin: 'Ubuntu'}), row('noble-security', 'http://mirror.example.org/ubuntu', {origin: 'Ubuntu'})].join('\n');
	t.deepEqual(sourcesOfOtherRelease(output, 'bookworm'), []);
});
