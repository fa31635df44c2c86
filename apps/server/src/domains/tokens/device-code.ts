import { renderBaseUrl } from '@stepkey/shared/auth/request'
import type { DeviceCode } from '@stepkey/shared/component'
import * as oauth from 'oauth4webapi'
import { endpointOf, renderedParameters, requestFromTokenEndpoint } from './token-endpoint.ts'
import { webAddress } from './token-error.ts'
import type { TokenPorts, TokenResult } from './token-result.ts'

type Values = Record<string, unknown>

/** A device authorization: the code for the user to enter, and the code with which Stepkey polls for the token. */
export interface DeviceRequest {
  deviceCode: string
  userCode: string
  verificationUrl: string
  /** Seconds between two polls, and until the codes expire. */
  interval: number
  expiresIn: number
}

/** Requests a device code: RFC 8628 section 3.1. @throws network errors, and the errors of oauth4webapi */
export async function requestDeviceCode(
  grant: DeviceCode,
  values: Values,
  ports: TokenPorts,
): Promise<DeviceRequest> {
  const { server, client, authentication, options } = await endpointOf(grant, values, ports)
  const endpoint = server.device_authorization_endpoint
    ? webAddress(server.device_authorization_endpoint).href
    : renderBaseUrl({ baseUrl: grant.deviceUrl }, values).href
  const parameters = renderedParameters({ [grant.scopeParameter ?? 'scope']: grant.scope ?? '' }, values)
  const serverWithEndpoint = { ...server, device_authorization_endpoint: endpoint }
  const response = await oauth.deviceAuthorizationRequest(
    serverWithEndpoint,
    client,
    authentication,
    new URLSearchParams(parameters),
    options,
  )
  const answer = await oauth.processDeviceAuthorizationResponse(serverWithEndpoint, client, response)
  const verificationUrl = webAddress(answer.verification_uri_complete ?? answer.verification_uri).href
  return {
    deviceCode: answer.device_code,
    // Shown to the user, so unprintable characters are removed.
    userCode: answer.user_code.replace(/[^\x20-\x7e]/g, '').slice(0, 64),
    verificationUrl,
    interval: Math.min(60, Math.max(1, Math.ceil(answer.interval ?? 5))),
    expiresIn: answer.expires_in,
  }
}

/**
 * Polls for the token of a device code: RFC 8628 section 3.4. Until the user has consented, the result is refused with
 * the code `authorization_pending` or `slow_down`.
 */
export const pollDeviceCode = (
  grant: DeviceCode,
  values: Values,
  deviceCode: string,
  ports: TokenPorts,
): Promise<TokenResult> =>
  requestFromTokenEndpoint(
    grant,
    values,
    {
      grantType: 'urn:ietf:params:oauth:grant-type:device_code',
      parameters: [['device_code', deviceCode]],
    },
    ports,
  )
