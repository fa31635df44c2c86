import { CreateApiKey } from '@stepkey/shared/api-key'
import { describe, expect, it } from 'vitest'
import { describeLimits, noLimits, toLimits } from './keyLimits.ts'

const key = { name: 'Engine', scopes: ['issue'] }
const some = { ...noLimits, credentials: 'some' as const }

describe('the limits of a new key', () => {
  it('are absent for all credentials, and the chosen ones otherwise', () => {
    expect(toLimits({ ...noLimits, owners: ['org_1'] })).toEqual({})
    expect(toLimits({ ...some, owners: ['org_1'], isOfWorkspace: true })).toEqual({ owners: ['org_1', ''] })
    expect(toLimits({ ...some, componentIds: ['http'] })).toEqual({ componentIds: ['http'] })
  })

  it('are refused if the user wants some, but chooses none', () => {
    const parsed = CreateApiKey.safeParse({ ...key, ...toLimits(some) })
    expect(parsed.error?.issues).toMatchObject([{ path: ['owners'] }])
  })

  it('are named in lists', () => {
    const titles = new Map([['http', 'HTTP']])
    expect(describeLimits({ owners: null, componentIds: null }, titles)).toBeUndefined()
    expect(describeLimits({ owners: [''], componentIds: ['http', 'gone'] }, titles)).toBe(
      'Only credentials for HTTP and gone of the workspace itself',
    )
  })
})
