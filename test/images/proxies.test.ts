import test from 'ava';
import {parseAptProxies, proxyArguments} from '../../src/images/proxies.ts';

const dump = [
	'Acquire "";', 'Acquire::http "";', 'Acquire::http::Proxy "http://user:secret@proxy.example.org:3128";', 'Acquire::http::Proxy::intern.example.org "DIRECT";',
	'Acquire::http::Pipeline-Depth "0";', 'Acquire::http::Proxy-Auto-Detect "/bin/true";', 'Acquire::https::Proxy "";', '',
].join('\n');

test('proxies are found among apt\'s options, for all hosts and for one', t => {
	t.deepEqual(parseAptProxies(dump).map(({option, value}) => [option, value]), [
		['Acquire::http::Proxy', 'http://user:secret@proxy.example.org:3128'],
		['Acquire::http::Proxy::intern.example.org', 'DIRECT'],
	]);
});

test('apt\'s proxies become what builders keep out of images, and count before the environment\'s', t => {
	t.deepEqual(proxyArguments(parseAptProxies(dump), {http_proxy: 'http://other.example.org', no_proxy: 'localhost'}), {
		http_proxy: 'http://user:secret@proxy.example.org:3128',
		https_proxy: 'http://user:secret@proxy.example.org:3128',
		no_proxy: 'intern.example.org,localhost',
	});
});

test('a proxy for one host is taken where there is none for all', t => {
	const proxies = parseAptProxies('Acquire::http::Proxy::mirror.example.org "http://proxy.example.org:8080";\n');
	t.is(proxyArguments(proxies, {})['http_proxy'], 'http://proxy.example.org:8080');
});

test('without proxies of apt the environment\'s are passed on, and without any none', t => {
	t.deepEqual(proxyArguments([], {https_proxy: 'http://proxy.example.org'}), {https_proxy: 'http://proxy.example.org'});
	t.deepEqual(proxyArguments([], {}), {});
});
