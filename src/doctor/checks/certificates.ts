import {readFiles} from '../../engine/files.ts';
import {observe} from '../../engine/observe.ts';
import {type CertificateDescription, describeCertificate} from '../../pki/describe.ts';
import {dockerWord} from '../docker-word.ts';
import {type Check, error, type Finding, found, type Problem, skipped, warning} from '../check.ts';
import {type DoctorContext, withEngine} from '../context.ts';

export type CertificateSeen = Pick<CertificateDescription, 'subject' | 'notBefore' | 'notAfter'> & {
	/** `kube-apiserver` */
	readonly component: string;
	readonly container: string;
	/** Within /etc/kubernetes/pki. */
	readonly file: string;
};

const day = 24 * 60 * 60_000;

export const certificates: Check = {
	name: 'certificates', about: 'whether the cluster\'s certificates are valid at this time', quick: false, atStart: 'nothing', limit: 10_000,
	run: async context => withEngine(context, async engine => {
		const seen = await look(context);
		return seen.length === 0 ? skipped(`there is no cluster ${context.cluster} with certificates`) : judgeCertificates(seen, Date.now(), context.cluster, dockerWord(engine));
	}),
};

/** Pure. */
export function judgeCertificates(certificates: readonly CertificateSeen[], now: number, cluster: string, docker = 'docker'): Finding {
	const first = certificates.toSorted((a, b) => a.notAfter.getTime() - b.notAfter.getTime())[0];
	const seen = `${certificates.length} in ${new Set(certificates.map(({component}) => component)).size} components${first ? `, the first to expire on ${first.notAfter.toISOString().slice(0, 10)}` : ''}`;
	return found(seen, certificates.flatMap(certificate => problemsOf(certificate, now, cluster, docker)));
}

function problemsOf({component, container, file, subject, notBefore, notAfter}: CertificateSeen, now: number, cluster: string, docker: string): Problem[] {
	const which = `the certificate ${file} of ${component} (${subject})`;
	// Those of an authority are in every component: only a new cluster has new ones.
	const fix = /(?:^|-)ca\.crt$/.test(file) ? `single-kube delete --name ${cluster} && single-kube start --name ${cluster}` : `${docker} rm -f ${container} && single-kube start --name ${cluster}`;
	if (notAfter.getTime() < now) {
		return [error(`${which} expired on ${notAfter.toISOString()}`, fix)];
	}

	if (notBefore.getTime() > now) {
		return [error(`${which} is valid only from ${notBefore.toISOString()} on: this machine's clock is behind the one that it was made with`, 'sudo timedatectl set-ntp true')];
	}

	return notAfter.getTime() - now < 30 * day ? [warning(`${which} expires on ${notAfter.toISOString().slice(0, 10)}`, fix)] : [];
}

async function look({engine, cluster}: DoctorContext): Promise<CertificateSeen[]> {
	const running = await engine();
	const {containers} = await observe(running, cluster);
	const all = await Promise.all(containers.map(async ({component, name}) => {
		const files = await readFiles(running, name, '/etc/kubernetes/pki').catch(() => undefined);
		return [...files ?? []].filter(([file]) => file.endsWith('.crt')).map(([file, pem]) => {
			const {subject, notBefore, notAfter} = describeCertificate(pem);
			return {component, container: name, file, subject, notBefore, notAfter};
		});
	}));
	return all.flat();
}
