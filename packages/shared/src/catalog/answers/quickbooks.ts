import {
  CONSENT,
  CONSENT_BASIC,
  type ScriptedAnswer,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import quickbooks from '../quickbooks.ts'

const oauthRequest = (url: string, form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url,
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    authorization: CONSENT_BASIC,
  },
  form,
})
const tokenUrl = 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer'
const grantedToken = 'eyJlbmMiOiJBMTI4Q0JDLUhTMjU2.StepkeyMadeUpQuickBooksToken.0123456789'
const refreshToken = 'AB11StepkeyMadeUpQuickBooksRefreshToken0123456789'
const errorResponse = (status: number, code: string, Message: string, type: string): ScriptedAnswer => ({
  status,
  json: {
    fault: { error: [{ message: Message, detail: Message, code, element: null }], type },
    time: 1793534400000,
  },
})

export default scripts(quickbooks, {
  oauth: {
    source:
      'https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0',
    values: { environment: 'sandbox-quickbooks', scopes: ['com.intuit.quickbooks.payment'] },
    consent: {
      authorize: {
        url: 'https://appcenter.intuit.com/connect/oauth2',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'com.intuit.quickbooks.accounting com.intuit.quickbooks.payment',
        },
      },
      back: { realmId: '4620816365005412345' },
      refresh: {
        request: oauthRequest(tokenUrl, { grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            token_type: 'bearer',
            access_token: 'eyJlbmMiOiJBMTI4Q0JDLUhTMjU2.StepkeyMadeUpQuickBooksTokenNext.0123456789',
            expires_in: 3600,
            refresh_token: 'AB11StepkeyMadeUpQuickBooksRefreshTokenNext',
            x_refresh_token_expires_in: 8726400,
          },
        },
      },
      revoke: {
        request: oauthRequest('https://developer.api.intuit.com/v2/oauth2/tokens/revoke', {
          token: refreshToken,
        }),
        answer: { status: 200 },
      },
    },
    exchanges: [
      {
        request: oauthRequest(tokenUrl, {
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
        }),
        answer: {
          status: 200,
          json: {
            token_type: 'bearer',
            access_token: grantedToken,
            expires_in: 3600,
            refresh_token: refreshToken,
            x_refresh_token_expires_in: 8726400,
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://sandbox-quickbooks.api.intuit.com/v3/company/4620816365005412345/companyinfo/4620816365005412345',
          headers: { authorization: `Bearer ${grantedToken}` },
        },
        answer: {
          status: 200,
          json: {
            CompanyInfo: {
              CompanyName: 'Larry’s Bakery',
              Country: 'US',
              Id: '1',
            },
            time: '2026-11-01T05:00:00.000-07:00',
          },
        },
      },
    ],
    learns: { identity: 'Larry’s Bakery' },
    bad: [
      errorResponse(
        401,
        '3200',
        'message=AuthenticationFailed; errorCode=003200; statusCode=401',
        'AUTHENTICATION',
      ),
    ],
    forbidden: errorResponse(
      403,
      '3100',
      'message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403',
      'AUTHORIZATION',
    ),
  },
})
