import { violationOf } from '../../platform/database/database-error.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'

export const nameTaken = () =>
  invalidInput({ path: 'name', message: 'There is a credential of this name already. Choose another name.' })

/** The database's word that somebody else just took the name; other errors go on. */
export function orNameTaken(error: unknown): never {
  throw violationOf(error) === 'unique' ? nameTaken() : error
}
