import {
  CONSENT,
  CONSENT_BASIC,
  type ScriptedAnswer,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import calendly from '../calendly.ts'

const token = 'eyJraWQiOiJTdGVwa2V5.Y2FsZW5kbHktbWFkZS11cA.signatureForTests-0123456789'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    resource: {
      uri: 'https://api.calendly.com/users/AAAAAAAAAAAAAAAA',
      name: 'John Doe',
      slug: 'acmesales',
      email: 'john@example.com',
      current_organization: 'https://api.calendly.com/organizations/AAAAAAAAAAAAAAAA',
    },
  },
}
const bad: ScriptedAnswer[] = [
  { status: 401, json: { title: 'Unauthenticated', message: 'The access token is invalid' } },
]
const forbidden: ScriptedAnswer = {
  status: 403,
  json: { title: 'Permission Denied', message: 'You do not have permission to access this resource.' },
}

const grantedToken = 'eyJraWQiOiJTdGVwa2V5.Y2FsZW5kbHktZ3JhbnQ.signatureOfTheGrant-0123456789'
const refreshToken = 'stepkeyMadeUpCalendlyRefreshToken0123456789'
const tokenRequest = (form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://auth.calendly.com/oauth/token',
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    authorization: CONSENT_BASIC,
  },
  form,
})

export default scripts(calendly, {
  token: {
    source: 'https://developer.calendly.com/api-docs/005832c83aeae-get-current-user',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.calendly.com/users/me',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'john@example.com' },
    bad,
    forbidden,
  },
  oauth: {
    source: 'https://developer.calendly.com/api-docs/calendly-o-auth/o-auth/post-oauth-refresh-token',
    values: { scopes: ['event_types:read', 'scheduled_events:read'] },
    consent: {
      authorize: {
        url: 'https://auth.calendly.com/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'users:read event_types:read scheduled_events:read',
        },
      },
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            token_type: 'Bearer',
            access_token: 'eyJraWQiOiJTdGVwa2V5.Y2FsZW5kbHktbmV4dA.signatureOfTheNext-0123456789',
            refresh_token: 'stepkeyMadeUpCalendlyRefreshTokenNext',
            scope: 'users:read event_types:read scheduled_events:read',
            created_at: 1793541600,
            expires_in: 7200,
            owner: 'https://api.calendly.com/users/AAAAAAAAAAAAAAAA',
            organization: 'https://api.calendly.com/organizations/AAAAAAAAAAAAAAAA',
          },
        },
      },
      revoke: {
        request: {
          method: 'POST',
          url: 'https://auth.calendly.com/oauth/revoke',
          headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          form: {
            token: refreshToken,
            client_id: CONSENT.clientId,
            client_secret: CONSENT.clientSecret,
          },
        },
        answer: { status: 200, json: {} },
      },
    },
    exchanges: [
      {
        request: tokenRequest({
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
          code_verifier: CONSENT.verifier,
        }),
        answer: {
          status: 200,
          json: {
            token_type: 'Bearer',
            access_token: grantedToken,
            refresh_token: refreshToken,
            scope: 'users:read event_types:read scheduled_events:read',
            created_at: 1793534400,
            expires_in: 7200,
            owner: 'https://api.calendly.com/users/AAAAAAAAAAAAAAAA',
            organization: 'https://api.calendly.com/organizations/AAAAAAAAAAAAAAAA',
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.calendly.com/users/me',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'john@example.com' },
    bad,
    forbidden,
  },
})
