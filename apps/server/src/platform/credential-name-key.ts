import { foldName } from './folded-name.ts'

/** Separates the name from the owner. Neither of them has it. */
const SEPARATOR = '\u001f'

/**
 * Returns the form in which the names of credentials are compared, which is unique for each component. Credentials of
 * different owners may have the same name, so that no owner learns the names of others.
 */
export const nameKey = ({ name, owner }: { name: string; owner: string }): string =>
  owner === '' ? foldName(name) : foldName(name) + SEPARATOR + owner
