/** Which single-kube made the images of a bundle, and whether this one can run them. */
import {type ImageName, recipes} from '../images/catalogue.ts';
import {hashFiles} from '../images/content.ts';
import {readContexts} from '../images/contexts.ts';
import {readVersion} from '../version.ts';

export const madeBy = (): string => readVersion();

/** A hash of what single-kube itself puts into these images: its programs, its Dockerfiles. */
export async function ownContent(names: readonly string[]): Promise<string> {
	const contexts = await readContexts(recipes.filter(({name}) => names.includes(name)));
	return hashFiles([...contexts].flatMap(([name, files]) => files.map(file => ({...file, path: `${name}/${file.path}`}))));
}

/** @returns undefined when they fit, else why not, in words */
export async function whyUnfit({singleKube, content, images}: {readonly singleKube: string; readonly content: string; readonly images: Readonly<Partial<Record<ImageName, unknown>>>}): Promise<string | undefined> {
	const own = madeBy();
	if (singleKube === own || content === await ownContent(Object.keys(images))) {
		return undefined;
	}

	return `it was made by single-kube ${singleKube}, whose images have other programs and files in them than those of ${own}`;
}
