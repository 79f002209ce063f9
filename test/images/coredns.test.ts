import test from 'ava';
import {neededRecipes} from '../../src/images/catalogue.ts';
import {chooseCoreDns, coreDnsMissing} from '../../src/images/coredns.ts';

const images = (...references: readonly string[]) => references.map(reference => ({reference, id: `sha256:${reference}`}));
const chosen = (kubernetesVersion: string, ...references: readonly string[]) => {
	const image = chooseCoreDns(images(...references), kubernetesVersion);
	return image && [image.reference, image.named];
};

test('CoreDNS is of the version that Kubernetes names, under the name that it had then or has now', t => {
	t.deepEqual(chosen('1.20.2', 'registry.k8s.io/coredns/coredns:v1.14.6', 'k8s.gcr.io/coredns:1.7.0'), ['k8s.gcr.io/coredns:1.7.0', true]);
	t.deepEqual(chosen('1.20.2', 'registry.k8s.io/coredns/coredns:v1.7.0'), ['registry.k8s.io/coredns/coredns:v1.7.0', true]);
	t.deepEqual(chosen('1.30.14', 'registry.k8s.io/coredns/coredns:v1.7.0', 'registry.k8s.io/coredns/coredns:v1.11.3'), ['registry.k8s.io/coredns/coredns:v1.11.3', true]);
});

test('where that version is not there, it is the newest, and said to be another', t => {
	t.deepEqual(chosen('1.20.2', 'registry.k8s.io/coredns/coredns:v1.9.3', 'registry.k8s.io/coredns/coredns:v1.11.1', 'k8s.gcr.io/coredns:1.6.7'), ['registry.k8s.io/coredns/coredns:v1.11.1', false]);
	t.deepEqual(chosen('1.99.0', 'k8s.gcr.io/coredns:1.6.7'), ['k8s.gcr.io/coredns:1.6.7', false]);
	t.is(chosen('1.20.2'), undefined);
});

test('without an image, the error has the one to pull', t => {
	t.regex(coreDnsMissing('1.20.2').hint!, /docker pull registry\.k8s\.io\/coredns\/coredns:v1\.7\.0,/);
});

test('CoreDNS comes in the place of BIND', t => {
	const names = (...also: ReadonlyArray<'coredns'>) => neededRecipes(['dns'], also).map(({name}) => name).filter(name => name === 'dns' || name === 'coredns');
	t.deepEqual(names(), ['dns']);
	t.deepEqual(names('coredns'), ['coredns']);
});
