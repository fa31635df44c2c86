import { CONSENT, type ScriptedAnswer, scripts } from '../../provider-script.ts'
import webflow from '../webflow.ts'

const token = 'webflow0123456789abcdef0123456789abcdef0123456789abcdef012345678'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    sites: [{ id: '42e98c9a982ac9b8b742', displayName: 'The Hitchhiker’s Guide', shortName: 'guide' }],
  },
}
const bad: ScriptedAnswer[] = [
  {
    status: 401,
    json: {
      message: 'Request not authorized',
      code: 'not_authorized',
      externalReference: null,
      details: [],
    },
  },
]
const forbidden: ScriptedAnswer = {
  status: 403,
  json: {
    message: 'OAuthForbidden: You are missing the following scopes - sites:read',
    code: 'missing_scopes',
    externalReference: null,
    details: [],
  },
}

const grantedToken = 'webflowgrant0123456789abcdef0123456789abcdef0123456789abcdef0123'

export default scripts(webflow, {
  token: {
    source: 'https://developers.webflow.com/data/reference/sites/list',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.webflow.com/v2/sites',
          headers: { authorization: `Bearer ${token}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'The Hitchhiker’s Guide' },
    bad,
    forbidden,
  },
  oauth: {
    source: 'https://developers.webflow.com/data/reference/oauth-app',
    values: { scopes: ['cms:read'] },
    consent: {
      authorize: {
        url: 'https://webflow.com/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'sites:read cms:read',
        },
      },
      revoke: {
        request: {
          method: 'POST',
          url: 'https://webflow.com/oauth/revoke_authorization',
          headers: { 'content-type': 'application/json' },
          body: {
            client_id: CONSENT.clientId,
            client_secret: CONSENT.clientSecret,
            access_token: grantedToken,
          },
        },
        answer: { status: 200, json: { did_revoke: true } },
      },
    },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://api.webflow.com/oauth/access_token',
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
          json: { token_type: 'bearer', access_token: grantedToken, scope: 'sites:read cms:read' },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.webflow.com/v2/sites',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'The Hitchhiker’s Guide' },
    bad,
    forbidden,
  },
})
