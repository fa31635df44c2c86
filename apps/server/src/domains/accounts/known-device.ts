import type { AccountRow } from '../../platform/database/tables.ts'
import { newId } from '../../platform/ids.ts'
import { openSigned, sign } from '../../platform/signed-text.ts'
import { DAY } from '../../platform/time.ts'
import type { Deps } from '../context.ts'

/** How long the browser keeps the token, in milliseconds. Browsers limit it to 400 days. */
export const DEVICE_LIFETIME = 365 * DAY

type Owner = Pick<AccountRow, 'id' | 'password_hash'>
type Ports = Pick<Deps, 'keyring'>

/**
 * Returns a token for the browser of a user who has just proved the password. It is valid for this account until the
 * password changes. See “Device Cookies” of OWASP.
 */
export async function createDeviceToken({ keyring }: Ports, owner: Owner): Promise<string> {
  return sign(await keyring.signingKey('device'), newId(), contextOf(owner))
}

/** Returns the id of a device whose user has proved the current password of the account; undefined for other tokens. */
export async function findKnownDevice(
  { keyring }: Ports,
  owner: Owner | undefined,
  token: string | undefined,
): Promise<string | undefined> {
  return token === undefined
    ? undefined
    : openSigned(
        await keyring.signingKey('device'),
        token,
        contextOf(owner ?? { id: '', password_hash: null }),
      )
}

const contextOf = ({ id, password_hash }: Owner) => [id, password_hash]
