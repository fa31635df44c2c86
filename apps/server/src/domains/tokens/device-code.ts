import { renderBaseUrl } from '@stepkey/shared/auth/request'
import type { DeviceCode } from '@stepkey/shared/component'
import * as oauth from 'oauth4webapi'
import { endpointOf, renderedParameters, requestFromTokenEndpoint } from './token-endpoint.ts'
import { webAddress } from './token-error.ts'
import type { TokenPorts, TokenResult } from './token-result.ts'

type Values = Record<string, unknown>

/** What a person is to do on another device, and what asks whether it was done. */
export interface DeviceRequest {
  deviceCode: string
  userCode: string
  verificationUrl: string
  /** Seconds between two questions, and until it is too late. */
  interval: number
  expiresIn: number
}

/** RFC 8628 section 3.1. Errors of the network are thrown. */
export async function requestDeviceCode(
  grant: DeviceCode,
  values: Values,
  ports: TokenPorts,
): Promise<DeviceRequest> {
  const { server, client, authentication, options } = await endpointOf(grant, values, ports)
  const endpoint = server.device_authorization_endpoint
    ? webAddress(server.device_authorization_endpoint).href
    : renderBaseUrl({ baseUrl: grant.deviceUrl }, values).href
  const asked = renderedParameters({ [grant.scopeParameter ?? 'scope']: grant.scope ?? '' }, values)
  const known = { ...server, device_authorization_endpoint: endpoint }
  const response = await oauth.deviceAuthorizationRequest(
    known,
    client,
    authentication,
    new URLSearchParams(asked),
    options,
  )
  const answer = await oauth.processDeviceAuthorizationResponse(known, client, response)
  const verificationUrl = webAddress(answer.verification_uri_complete ?? answer.verification_uri).href
  return {
    deviceCode: answer.device_code,
    // It is shown as it is.
    userCode: answer.user_code.replace(/[^\x20-\x7e]/g, '').slice(0, 64),
    verificationUrl,
    interval: Math.min(60, Math.max(1, Math.ceil(answer.interval ?? 5))),
    expiresIn: answer.expires_in,
  }
}

/** RFC 8628 section 3.4. While nobody has consented it is refused with `authorization_pending` or `slow_down`. */
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
