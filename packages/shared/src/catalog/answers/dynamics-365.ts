import { type Exchange, type ScriptedAnswer, scripts } from '../../provider-script.ts'
import dynamics365 from '../dynamics-365.ts'
import { appValues, authorization, consentedTo, withoutUser } from './microsoft.ts'

const host = 'contoso.crm4.dynamics.com'
const userId = '26133c11-4d43-4d5e-b2f3-1c1d7e8f0a01'
const check: Exchange = {
  request: { method: 'GET', url: `https://${host}/api/data/v9.2/WhoAmI`, headers: { authorization } },
  answer: {
    status: 200,
    json: {
      '@odata.context': `https://${host}/api/data/v9.2/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
      BusinessUnitId: '6d8b7f7e-1d0c-4b7e-9f5e-0a1b2c3d4e5f',
      UserId: userId,
      OrganizationId: 'f3b8c1d2-0e4a-4c5b-8d6f-7a8b9c0d1e2f',
    },
  },
}
const forbidden: ScriptedAnswer = {
  status: 403,
  json: { error: { code: '0x80072560', message: 'The user is not a member of the organization.' } },
}
const issued = withoutUser(`https://${host}`)

export default scripts(dynamics365, {
  clientCredentials: {
    ...issued,
    source: 'https://learn.microsoft.com/en-us/power-apps/developer/data-platform/webapi/reference/whoami',
    values: { host, ...appValues },
    exchanges: [...issued.exchanges, check],
    learns: { identity: userId },
    forbidden,
    traps: {},
  },
  oauth: {
    ...consentedTo({ host }, `https://${host}/user_impersonation`, check),
    bad: [{ status: 401 }],
    forbidden,
    learns: { identity: userId },
  },
})
