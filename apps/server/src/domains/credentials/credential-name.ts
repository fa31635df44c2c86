import { NAME_LIMIT } from '@stepkey/shared/inputs'
import { onUnique } from '../../platform/database/database-error.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import type { WorkspaceContext } from '../context.ts'
import { isNameFree } from './store.ts'

/** Returns the error for a name that another credential of the component and owner has already. */
export const nameTaken = () =>
  invalidInput({
    path: 'name',
    code: 'name_taken',
    message: 'A credential with this name exists already. Choose another name.',
  })

/** For `.catch`: a unique violation means that the name was taken in the meantime. */
export const orNameTaken = onUnique(nameTaken)

/** Returns a name, or if it is taken the name with the first free number: `CRM`, `CRM 2`. */
export async function findFreeName(
  { db, workspaceId }: Pick<WorkspaceContext, 'db' | 'workspaceId'>,
  { componentId, name, owner }: { componentId: string; name: string; owner: string },
): Promise<string> {
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : ` ${number}`
    const candidate = name.slice(0, NAME_LIMIT - suffix.length) + suffix
    if (await isNameFree(db, { workspaceId, componentId, name: candidate, owner })) return candidate
  }
}
