import { CONSENT, type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import stripe from '../stripe.ts'

const apiKey = 'rk_test_51StepkeyMadeUpStripeKeyForTests'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: {
    id: 'acct_1032D82eZvKYlo2C',
    object: 'account',
    email: 'site@example.com',
    business_profile: { name: 'Example' },
    settings: { dashboard: { display_name: 'Stripe.com' } },
  },
}

const tokenRequest = (form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://connect.stripe.com/oauth/token',
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
  form,
})
const app = { client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret }
const grantedToken = 'sk_test_51StepkeyMadeUpConnectTokenForTests'
const refreshToken = 'rt_StepkeyMadeUpConnectRefreshToken0123456789'
const account = {
  livemode: false,
  token_type: 'bearer',
  stripe_publishable_key: 'pk_test_51StepkeyMadeUpPublishableKey',
  stripe_user_id: 'acct_1032D82eZvKYlo2C',
  scope: 'read_write',
}

export default scripts(stripe, {
  secretKey: {
    source: 'https://docs.stripe.com/api/errors',
    values: { apiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.stripe.com/v1/account',
          headers: { authorization: `Bearer ${apiKey}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'Stripe.com' },
    bad: [
      {
        status: 401,
        json: { error: { message: 'Invalid API Key provided: rk_test_***', type: 'invalid_request_error' } },
      },
      {
        status: 403,
        json: {
          error: {
            message: 'This API call cannot be made with a publishable API key. Please use a secret API key.',
            type: 'invalid_request_error',
          },
        },
      },
    ],
    forbidden: {
      status: 403,
      json: {
        error: {
          message:
            'The provided key does not have the required permissions for this endpoint on account acct_1032D82eZvKYlo2C.',
          type: 'invalid_request_error',
        },
      },
    },
  },
  oauth: {
    source: 'https://docs.stripe.com/connect/oauth-reference',
    values: { access: 'read_write' },
    consent: {
      authorize: {
        url: 'https://connect.stripe.com/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'read_write',
        },
      },
      back: { scope: 'read_write' },
      refresh: {
        request: tokenRequest({ grant_type: 'refresh_token', refresh_token: refreshToken, ...app }),
        answer: {
          status: 200,
          json: {
            ...account,
            access_token: 'sk_test_51StepkeyMadeUpConnectTokenNext',
            refresh_token: refreshToken,
          },
        },
      },
      revoke: {
        request: {
          method: 'POST',
          url: 'https://connect.stripe.com/oauth/deauthorize',
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            authorization: `Basic ${btoa(`${CONSENT.clientSecret}:`)}`,
          },
          form: { client_id: CONSENT.clientId, stripe_user_id: account.stripe_user_id },
        },
        answer: { status: 200, json: { stripe_user_id: account.stripe_user_id } },
      },
    },
    exchanges: [
      {
        request: tokenRequest({
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
          ...app,
        }),
        answer: {
          status: 200,
          json: { ...account, access_token: grantedToken, refresh_token: refreshToken },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://api.stripe.com/v1/account',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'Stripe.com' },
    bad: [
      {
        status: 401,
        json: { error: { message: 'Invalid API Key provided: sk_test_***', type: 'invalid_request_error' } },
      },
    ],
    forbidden: 'every token of an account can read that account',
  },
})
