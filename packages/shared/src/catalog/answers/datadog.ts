import { scripts } from '../../provider-script.ts'
import datadog from '../datadog.ts'

const source = 'https://docs.datadoghq.com/api/latest/authentication/'
const apiKey = 'dd0000000000stepkeyapikey0000001'
const onlyApiKey = 'dd0000000000stepkeyapikey0000002'
const applicationKey = 'ddapp000000000stepkeyapplicationkey00001'
const bad = [
  { status: 403, json: { errors: ['Forbidden'] } },
  { status: 401, json: { errors: ['Unauthorized'] } },
]
const forbidden = 'validating needs no permission, and 403 is what a wrong key gets'

export default scripts(datadog, {
  keys: {
    source,
    values: { site: 'datadoghq.eu', apiKey, applicationKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.datadoghq.eu/api/v2/validate_keys',
          headers: { 'dd-api-key': apiKey, 'dd-application-key': applicationKey },
        },
        answer: { status: 200, json: { status: 'ok' } },
      },
    ],
    bad,
    forbidden,
  },
  apiKey: {
    source,
    values: { site: 'us5.datadoghq.com', apiKey: onlyApiKey },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://api.us5.datadoghq.com/api/v1/validate',
          headers: { 'dd-api-key': onlyApiKey },
        },
        answer: { status: 200, json: { valid: true } },
      },
    ],
    bad,
    forbidden,
    traps: {
      'a 200 that says that the key is not valid': {
        answer: { status: 200, json: { valid: false } },
        finding: { outcome: 'unexpected' },
      },
    },
  },
})
