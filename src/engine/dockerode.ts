/** dockerode, loaded in one place: the published package has this file with dockerode in it (scripts/bundle-packages.ts), without BuildKit's protocol. */
export {default as Docker} from 'dockerode';
