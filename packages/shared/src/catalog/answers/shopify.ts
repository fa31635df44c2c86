import { CONSENT, type ScriptedAnswer, type ScriptedRequest, scripts } from '../../provider-script.ts'
import shopify from '../shopify.ts'

const token = 'shpat_0123456789abcdef0123456789abcdef'
const clientSecret = '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'
const unknown = {
  errors: '[API] Invalid API key or access token (unrecognized login or wrong password)',
}
const oauthError = (code: string): ScriptedAnswer => ({
  status: 400,
  headers: { 'content-type': 'text/html' },
  text: `<!DOCTYPE html><html><title>400 - Oauth error ${code}</title></html>`,
})
const noSuchShop: ScriptedAnswer = {
  status: 404,
  headers: { 'content-type': 'text/html' },
  text: '<!DOCTYPE html><html><title>This store is unavailable</title></html>',
}

const tokenRequest = (form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url: 'https://acme-toys.myshopify.com/admin/oauth/access_token',
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
  form,
})
const app = { client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret }
const grantedToken = 'shpat_MadeUpGrantedToken0123456789abcdef'
const refreshToken = 'shprt_MadeUpRefreshToken0123456789abcdef'

export default scripts(shopify, {
  clientCredentials: {
    source:
      'https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant',
    values: { shop: 'acme-toys', clientId: '0a1b2c3d4e5f60718293a4b5c6d7e8f9', clientSecret },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://acme-toys.myshopify.com/admin/oauth/access_token',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: `grant_type=client_credentials&client_id=0a1b2c3d4e5f60718293a4b5c6d7e8f9&client_secret=${clientSecret}`,
        },
        answer: {
          status: 200,
          json: {
            access_token: 'shpua_StepkeyMadeUpShopifyToken0',
            scope: 'read_products,write_orders',
            expires_in: 86399,
          },
        },
      },
    ],
    learns: { scopes: ['read_products', 'write_orders'] },
    bad: [
      oauthError('invalid_client'),
      oauthError('application_cannot_be_found'),
      { status: 401, json: unknown },
    ],
    forbidden: 'every issued token has this permission',
    traps: {
      'a shop that does not exist': {
        answer: noSuchShop,
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
      'a shop of another organization': {
        answer: oauthError('shop_not_permitted'),
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
      'a shop in which the app is not installed': {
        answer: oauthError('app_not_installed'),
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
    },
  },
  accessToken: {
    source: 'https://shopify.dev/docs/api/admin-rest/latest/resources/accessscope',
    values: { shop: 'acme-toys', token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://acme-toys.myshopify.com/admin/oauth/access_scopes.json',
          headers: { 'x-shopify-access-token': token },
        },
        answer: {
          status: 200,
          json: { access_scopes: [{ handle: 'read_products' }, { handle: 'write_orders' }] },
        },
      },
    ],
    learns: { scopes: ['read_products', 'write_orders'] },
    bad: [{ status: 401, json: unknown }],
    forbidden: {
      status: 403,
      json: { errors: '[API] This action requires merchant approval for the necessary scope.' },
    },
    traps: {
      'a shop that does not exist': {
        answer: noSuchShop,
        finding: { outcome: 'unexpected', reason: 'wrong_account' },
      },
      'a frozen shop': {
        answer: { status: 402, json: { errors: 'Unavailable Shop' } },
        finding: { outcome: 'unexpected', reason: 'refused_request' },
      },
    },
  },
  oauth: {
    source:
      'https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant',
    values: { shop: 'acme-toys', scopes: ['read_products', 'write_orders'] },
    consent: {
      authorize: {
        url: 'https://acme-toys.myshopify.com/admin/oauth/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'read_products,write_orders',
        },
      },
      back: {
        hmac: '700e2dadb827fcc8609e9d5ce208b2e9cdaab9df07390d2cbca10d7c328fc4bf',
        host: 'YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvYWNtZS10b3lz',
        shop: 'acme-toys.myshopify.com',
        timestamp: '1793534400',
      },
      refresh: {
        request: tokenRequest({
          grant_type: 'refresh_token',
          refresh_token: refreshToken,
          expiring: '1',
          ...app,
        }),
        answer: {
          status: 200,
          json: {
            access_token: 'shpat_MadeUpGrantedTokenNext0123456789abc',
            expires_in: 3600,
            refresh_token: 'shprt_MadeUpRefreshTokenNext0123456789abc',
            refresh_token_expires_in: 7776000,
            scope: 'read_products,write_orders',
          },
        },
      },
    },
    exchanges: [
      {
        request: tokenRequest({
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
          expiring: '1',
          ...app,
        }),
        answer: {
          status: 200,
          json: {
            access_token: grantedToken,
            expires_in: 3600,
            refresh_token: refreshToken,
            refresh_token_expires_in: 7776000,
            scope: 'read_products,write_orders',
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://acme-toys.myshopify.com/admin/oauth/access_scopes.json',
          headers: { 'x-shopify-access-token': grantedToken },
        },
        answer: {
          status: 200,
          json: { access_scopes: [{ handle: 'read_products' }, { handle: 'write_orders' }] },
        },
      },
    ],
    learns: { scopes: ['read_products', 'write_orders'] },
    bad: [{ status: 401, json: unknown }],
    forbidden: 'every token can read its own scopes',
    traps: {
      'a frozen shop': {
        answer: { status: 402, json: { errors: 'Unavailable Shop' } },
        finding: { outcome: 'unexpected', reason: 'refused_request' },
      },
    },
  },
})
