import { CONSENT, CONSENT_BASIC, type ScriptedAnswer, scripts } from '../../provider-script.ts'
import klaviyo from '../klaviyo.ts'

const apiKey = 'pk_0123456789abcdefklaviyo0123456789ab'
const error = (status: number, code: string, title: string): ScriptedAnswer => ({
  status,
  json: {
    errors: [
      {
        id: 'f2b6a3ee-9d8b-45f1-87a8-e035418cd5c1',
        status,
        code,
        title,
        detail: title,
        source: { pointer: '/data/' },
      },
    ],
  },
})

export default scripts(klaviyo, {
  apiKey: {
    source: 'https://developers.klaviyo.com/en/reference/get_accounts',
    values: { apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://a.klaviyo.com/api/accounts',
          headers: {
            authorization: `Klaviyo-API-Key ${apiKey}`,
            accept: 'application/vnd.api+json',
            revision: '2026-01-15',
          },
        },
        answer: {
          status: 200,
          headers: { 'content-type': 'application/vnd.api+json' },
          json: {
            data: [
              {
                type: 'account',
                id: 'AbC123',
                attributes: { contact_information: { organization_name: 'Acme Toys' } },
              },
            ],
          },
        },
      },
    ],
    learns: { identity: 'Acme Toys' },
    bad: [
      error(401, 'authentication_failed', 'Incorrect authentication credentials.'),
      error(401, 'not_authenticated', 'Authentication credentials were not provided.'),
    ],
    forbidden: error(403, 'permission_denied', 'You do not have permission to perform this action.'),
  },
  oauth: {
    source: 'https://developers.klaviyo.com/en/docs/set_up_oauth',
    values: { scopes: ['lists:read', 'profiles:read'] },
    consent: {
      authorize: {
        url: 'https://www.klaviyo.com/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'accounts:read lists:read profiles:read',
        },
      },
      refresh: {
        request: {
          method: 'POST',
          url: 'https://a.klaviyo.com/oauth/token',
          headers: {
            'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
            authorization: CONSENT_BASIC,
          },
          form: {
            grant_type: 'refresh_token',
            refresh_token: 'stepkeyMadeUpRefreshToken0123456789',
          },
        },
        answer: {
          status: 200,
          json: {
            access_token: 'stepkeyMadeUpAccessToken0123456789Next',
            refresh_token: 'stepkeyMadeUpRefreshToken0123456789Next',
            token_type: 'Bearer',
            expires_in: 3600,
          },
        },
      },
      revoke: {
        request: {
          method: 'POST',
          url: 'https://a.klaviyo.com/oauth/revoke',
          headers: {
            'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
            authorization: CONSENT_BASIC,
          },
          form: { token: 'stepkeyMadeUpRefreshToken0123456789' },
        },
        answer: { status: 200, json: { success: true } },
      },
    },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://a.klaviyo.com/oauth/token',
          headers: {
            'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
            authorization: CONSENT_BASIC,
          },
          form: {
            grant_type: 'authorization_code',
            code: CONSENT.code,
            redirect_uri: CONSENT.redirectUri,
            code_verifier: CONSENT.verifier,
          },
        },
        answer: {
          status: 200,
          json: {
            access_token: 'stepkeyMadeUpAccessToken0123456789',
            refresh_token: 'stepkeyMadeUpRefreshToken0123456789',
            token_type: 'Bearer',
            expires_in: 3600,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://a.klaviyo.com/api/accounts',
          headers: {
            authorization: 'Bearer stepkeyMadeUpAccessToken0123456789',
            accept: 'application/vnd.api+json',
            revision: '2026-01-15',
          },
        },
        answer: {
          status: 200,
          json: {
            data: [
              {
                type: 'account',
                id: 'AbC123',
                attributes: { contact_information: { organization_name: 'Klaviyo Demo' } },
              },
            ],
          },
        },
      },
    ],
    learns: { identity: 'Klaviyo Demo' },
    bad: [{ status: 401, json: { errors: [{ status: 401, code: 'not_authenticated' }] } }],
    forbidden: { status: 403, json: { errors: [{ status: 403, code: 'permission_denied' }] } },
  },
})
