import { CONSENT, type Exchange } from '../../provider-script.ts'

/** The exchanges of providers that follow RFC 6749 and take the OAuth app in the form (`clientAuth: 'body'`). */

const tokenExchange = (url: string, form: Record<string, string>, token: object): Exchange => ({
  request: {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    form: { ...form, client_id: CONSENT.clientId, client_secret: CONSENT.clientSecret },
  },
  answer: { status: 200, json: token },
})

/** Returns the exchange of the authorization code for a token: RFC 6749 section 4.1.3. */
export const codeExchange = (url: string, token: object): Exchange =>
  tokenExchange(
    url,
    { grant_type: 'authorization_code', code: CONSENT.code, redirect_uri: CONSENT.redirectUri },
    token,
  )

/** Returns the exchange of a refresh token for the next token: RFC 6749 section 6. */
export const refreshExchange = (url: string, refreshToken: string, token: object): Exchange =>
  tokenExchange(url, { grant_type: 'refresh_token', refresh_token: refreshToken }, token)

/** Returns the authorization request of the OAuth app, with further parameters: RFC 6749 section 4.1.1. */
export const authorization = (url: string, parameters: Record<string, string> = {}) => ({
  url,
  parameters: {
    response_type: 'code',
    client_id: CONSENT.clientId,
    redirect_uri: CONSENT.redirectUri,
    ...parameters,
  },
})
