/** The fields of a certificate that hold no key: names and times. */
import {AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName} from '@peculiar/asn1-x509';

const commonNameType = '2.5.4.3';
const organizationType = '2.5.4.10';

/** Kubernetes reads the user from CN and one group from each O ("X509 client certificates", Authenticating). */
export function nameOf(commonName: string, organizations: readonly string[] = []): Name {
	return new Name([
		...organizations.map(organization => relativeName(organizationType, organization)),
		relativeName(commonNameType, commonName),
	]);
}

function relativeName(type: string, text: string): RelativeDistinguishedName {
	return new RelativeDistinguishedName([new AttributeTypeAndValue({type, value: new AttributeValue({utf8String: text})})]);
}

/** How far behind the clock of whoever checks a certificate may be: a virtual machine that has slept, for one. */
export const clockSkewMinutes = 60;

/** The time from which a certificate that is made now is valid. */
export function issuedFor(now: Date): Date {
	return new Date(now.getTime() - clockSkewMinutes * 60_000);
}

export function yearsFrom(start: Date, years: number): Date {
	const end = new Date(start);
	end.setUTCFullYear(end.getUTCFullYear() + years);
	return end;
}
