/** Programs that the user built, from a folder or one by one; what is not among them comes from another source. */
import {open, readdir, readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {messageOf, SingleKubeError} from '../../errors.ts';
import {type ImageName, isKubernetesProgram, kubernetesPrograms, recipes} from '../catalogue.ts';
import type {ImageSource, ProgramReader} from '../source.ts';
import {sha256Of} from '../../upstream/sha256.ts';
import {thisArchitecture} from '../foreign-architecture.ts';
import {readElf} from './elf.ts';

/** Programs of Kubernetes whose images have nothing else in them: no loader, no libraries. */
const alone: readonly string[] = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];
const programNames: ReadonlySet<string> = new Set(recipes.flatMap(({programs, programsIfAny}) => [...programs, ...programsIfAny]));

/** A program of the user's. */
export type LocalProgram = {readonly name: string; readonly file: string; readonly sha256: string; /** Of a program of Kubernetes. */ readonly version: string | undefined};

/**
 * The programs of a folder, by their usual names: `kubelet`, `etcd`, `cri-dockerd`.
 *
 * @param architecture the engine's, as Go names it
 * @throws SingleKubeError BINARIES_INVALID when there is no such folder, none of our programs in it, or one that cannot run
 */
export async function readLocalPrograms(directory: string, architecture: string): Promise<LocalProgram[]> {
	let names: string[];
	try {
		names = (await readdir(directory)).filter(name => programNames.has(name)).sort();
	} catch (error) {
		throw new SingleKubeError('BINARIES_INVALID', `${directory} cannot be read`, {seen: [messageOf(error)], hint: 'Name the folder that your build put its programs into: --binaries _output/bin', cause: error});
	}

	if (names.length === 0) {
		throw new SingleKubeError('BINARIES_INVALID', `${directory} has none of the programs of a cluster`, {
			seen: [`looked for ${[...programNames].join(', ')}`], hint: 'Name the folder that your build put its programs into: --binaries _output/bin',
		});
	}

	return Promise.all(names.map(async name => readLocalProgram(name, path.join(directory, name), architecture)));
}

/** One program. @throws SingleKubeError BINARIES_INVALID */
export async function readLocalProgram(name: string, file: string, architecture: string): Promise<LocalProgram> {
	const invalid = (seen: string, hint: string, cause?: unknown): SingleKubeError =>
		new SingleKubeError('BINARIES_INVALID', `${file} cannot be ${name} of a cluster`, {seen: [seen], hint, cause});
	let elf;
	try {
		elf = readElf(await readHead(file));
	} catch (error) {
		throw invalid(messageOf(error), 'Name a program that you may read', error);
	}

	if (elf?.architecture !== architecture) {
		throw invalid(elf ? `it is for ${elf.architecture ?? 'another kind of machine'}` : 'it is no Linux program', `Build it for the engine: GOOS=linux GOARCH=${architecture} CGO_ENABLED=0 go build ./cmd/${name}`);
	}

	if (elf.dynamic && alone.includes(name)) {
		throw invalid('it is linked to libraries, and its image has none', `Build it as Kubernetes does: CGO_ENABLED=0 go build ./cmd/${name}`);
	}

	return {name, file, sha256: (await sha256Of(file))!, version: isKubernetesProgram(name) ? await askVersion(name, file, architecture, invalid) : undefined};
}

/** What these programs and, for all else, `rest` make of a cluster. */
export function localSource(programs: readonly LocalProgram[], rest: ImageSource): ImageSource {
	const own = new Map(programs.map(program => [program.name, program]));
	const without = (images: Readonly<Partial<Record<ImageName, string>>>): Partial<Record<ImageName, string>> => Object.fromEntries(Object.entries(images).filter(([image]) => {
		const program = recipes.find(({name}) => name === image)?.upstream;
		return program === undefined || !own.has(program);
	}));
	const kubernetesVersion = own.get('kube-apiserver')?.version ?? rest.kubernetesVersion;
	const versions = Object.fromEntries(kubernetesPrograms
		.map(name => [name, own.get(name)?.version ?? rest.versions[name] ?? rest.kubernetesVersion] as const)
		.filter(([, version]) => version !== kubernetesVersion));
	return {
		...rest, name: 'local', kubernetesVersion, versions, criDockerd: own.has('cri-dockerd') ? undefined : rest.criDockerd, published: without(rest.published), roots: without(rest.roots),
		programs: {
			has: name => own.has(name) || rest.programs.has(name),
			images: Object.fromEntries(Object.entries(rest.programs.images ?? {}).filter(([name]) => !own.has(name))),
			identity: async (name, architecture) => own.get(name)?.sha256 ?? await identityOfRest(name, rest, architecture, kubernetesVersion),
			open(tools): ProgramReader {
				const others = rest.programs.open(tools);
				return async name => {
					const program = own.get(name);
					return program ? readFile(program.file) : others(name);
				};
			},
		},
	};
}

async function identityOfRest(name: string, rest: ImageSource, architecture: string, version: string): Promise<string> {
	if (!rest.programs.has(name)) {
		throw new SingleKubeError('BINARIES_INVALID', `Kubernetes ${version} needs ${name}, which is not among your programs`, {
			seen: [`the source ${rest.name} has none either`], hint: `Put ${name} into the folder, or take what is missing from a registry: --source registry`,
		});
	}

	return rest.programs.identity(name, architecture);
}

async function readHead(file: string): Promise<Buffer> {
	if (!(await stat(file)).isFile()) {
		throw new Error('it is no file');
	}

	const handle = await open(file);
	try {
		const head = Buffer.alloc(4096);
		const {bytesRead} = await handle.read(head, 0, head.length, 0);
		return head.subarray(0, bytesRead);
	} finally {
		await handle.close();
	}
}

/** For 10 seconds at most. A program of another kind of machine cannot be asked on this one. */
async function askVersion(name: string, file: string, architecture: string, invalid: (seen: string, hint: string, cause?: unknown) => SingleKubeError): Promise<string> {
	if (process.platform !== 'linux' || thisArchitecture() !== architecture) {
		throw invalid(`its version cannot be asked for on this machine, which is ${process.platform}/${process.arch}`, `Start it from a Linux machine with ${architecture}`);
	}

	const {stdout, stderr, failed} = await execa(path.resolve(file), name === 'kubectl' ? ['version', '--client'] : ['--version'], {reject: false, timeout: 10_000, stdin: 'ignore', env: {KUBECONFIG: '/dev/null'}});
	const version = /\bv(\d+\.\d+\.\d+(?:-[\w.]+)?)/.exec(stdout ?? '')?.[1];
	if (failed || version === undefined) {
		throw invalid(`asked for its version it said: ${(`${stdout ?? ''}${stderr ?? ''}`).trim().split('\n').slice(-1)[0] ?? ''}`, 'Build it with its version, as Kubernetes\' own build does: make WHAT=cmd/' + name);
	}

	return version;
}
