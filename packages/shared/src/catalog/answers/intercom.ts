import { CONSENT, type ScriptedAnswer, scripts } from '../../provider-script.ts'
import intercom from '../intercom.ts'

const token = 'dG9rOnN0ZXBrZXlfbWFkZV91cF9pbnRlcmNvbV90b2tlbg=='
const errors = (status: number, code: string, message: string): ScriptedAnswer => ({
  status,
  json: { type: 'error.list', request_id: '0002miv9og586ig3aln0', errors: [{ code, message }] },
})

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    type: 'admin',
    id: '1295',
    name: 'Joe Example',
    email: 'jdoe@example.com',
    app: { type: 'app', id_code: 'abc123', name: 'Acme Support', region: 'EU' },
  },
}
const bad: ScriptedAnswer[] = [
  errors(401, 'unauthorized', 'Access Token Invalid'),
  errors(401, 'token_unauthorized', 'Not authorized to access resource'),
  errors(401, 'token_not_found', 'Unauthorized'),
]
const forbidden: ScriptedAnswer = errors(
  403,
  'action_forbidden',
  'This admin does not have Inbox access permissions',
)

const grantedToken = 'dG9rOmdyYW50ZWRfdG9fc3RlcGtleV9pbl90ZXN0cw=='

export default scripts(intercom, {
  token: {
    source: 'https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins/identifyadmin',
    values: { region: 'api.eu', token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.eu.intercom.io/me',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'Acme Support' },
    bad,
    forbidden,
    traps: {
      'a key of another region': {
        answer: errors(401, 'unauthorized', 'Access Token Invalid'),
        finding: { outcome: 'rejected', reason: 'key_or_region' },
      },
    },
  },
  oauth: {
    source:
      'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth',
    values: { region: 'api.eu' },
    consent: {
      authorize: {
        url: 'https://app.eu.intercom.com/oauth',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
        },
      },
      revoke: {
        request: {
          method: 'POST',
          url: 'https://api.eu.intercom.io/auth/uninstall',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: { status: 200, json: {} },
      },
    },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://api.eu.intercom.io/auth/eagle/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          form: {
            grant_type: 'authorization_code',
            code: CONSENT.code,
            redirect_uri: CONSENT.redirectUri,
            client_id: CONSENT.clientId,
            client_secret: CONSENT.clientSecret,
          },
        },
        answer: {
          status: 200,
          json: { token_type: 'Bearer', token: grantedToken, access_token: grantedToken },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.eu.intercom.io/me',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'Acme Support' },
    bad,
    forbidden,
    traps: {
      'a key of another region': {
        answer: errors(401, 'unauthorized', 'Access Token Invalid'),
        finding: { outcome: 'rejected', reason: 'key_or_region' },
      },
    },
  },
})
