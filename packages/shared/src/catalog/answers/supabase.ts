import { type Script, type ScriptedRequest, scripts } from '../../provider-script.ts'
import supabase from '../supabase.ts'

const source = 'https://supabase.com/docs/guides/api/api-keys'
const projectUrl = 'https://abcdefghijklmnopqrst.supabase.co'
const secretKey = 'sb_secret_StepkeyMadeUpForTests0123456789'
const publishableKey = 'sb_publishable_StepkeyMadeUpForTests01234'
const verificationRequest = (path: string, key: string): ScriptedRequest => ({
  method: 'GET',
  url: projectUrl + path,
  headers: { apikey: key, authorization: `Bearer ${key}` },
})
const bad: Script['bad'] = [
  { status: 401, json: { message: 'Invalid API key', hint: 'Double check your API key.' } },
]

export default scripts(supabase, {
  secretKey: {
    source,
    values: { projectUrl, apiKey: secretKey },
    exchanges: [
      {
        request: verificationRequest('/auth/v1/admin/users?page=1&per_page=1', secretKey),
        answer: { status: 200, json: { users: [], aud: 'authenticated' } },
      },
    ],
    bad,
    // For an older anon key.
    forbidden: { status: 403, json: { code: 403, error_code: 'not_admin', msg: 'User not allowed' } },
  },
  publishableKey: {
    source,
    values: { projectUrl, apiKey: publishableKey },
    exchanges: [
      {
        request: verificationRequest('/auth/v1/settings', publishableKey),
        answer: { status: 200, json: { external: { email: true, github: false }, disable_signup: false } },
      },
    ],
    bad,
    forbidden: 'every key of the project can read the settings',
  },
})
