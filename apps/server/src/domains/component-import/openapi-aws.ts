import { memberOf, textOf } from './json-values.ts'
import { type HttpCheckDefinition, secretField, textField } from './method-draft.ts'
import { type Build, type SchemeContext, usesAuthorization } from './openapi-parts.ts'

/**
 * Returns whether an API key stands for AWS Signature Version 4, which the extension `x-amazon-apigateway-authtype` says
 * (docs.aws.amazon.com/apigateway, “x-amazon-apigateway-authtype property”).
 */
export const isAwsSignature = (scheme: unknown): boolean =>
  /^awssigv4$/i.test(textOf(memberOf(scheme, 'x-amazon-apigateway-authtype')) ?? '')

/** Adds the signature to a method. Its region is the variable of the server, if it has one. */
export function addAwsSignature(build: Build, { api, notes }: SchemeContext): boolean {
  if (usesAuthorization(build)) return false
  const { form } = build
  const info = memberOf(api.root, 'info')
  const named = [memberOf(info, 'x-aws-signingName'), memberOf(info, 'x-serviceName')].flatMap(
    (name) => textOf(name) ?? [],
  )
  const service = named.find((name) => /^[A-Za-z0-9.-]{1,60}$/.test(name))
  if (service)
    notes.add('understood', `Requests are signed with AWS Signature Version 4, for the service ${service}.`)
  else
    notes.add(
      'guessed',
      'Requests are signed with AWS Signature Version 4. The service execute-api was chosen.',
    )
  const region = form.properties.has('region')
    ? 'region'
    : form.add('region', textField({ label: 'Region', help: 'The AWS region of the API.' }, 'us-east-1'))
  const about = { label: 'Access key ID', help: 'The public part of the access key.', placeholder: 'AKIA…' }
  const keyId = form.add('accessKeyId', textField(about))
  const key = form.add(
    'secretAccessKey',
    secretField({ label: 'Secret access key', help: 'Shown only once, when the key is created.' }),
  )
  const help = 'Only for temporary keys, whose ID begins with ASIA.'
  const session = form.add(
    'sessionToken',
    secretField({ label: 'Session token', help, advanced: true }),
    false,
  )
  build.signer = {
    scheme: 'aws-sigv4',
    accessKeyId: `{{${keyId}}}`,
    secretAccessKey: `{{${key}}}`,
    sessionToken: `{{${session}}}`,
    region: `{{${region}}}`,
    service: service ?? 'execute-api',
  }
  return build.titles.push('Access key') > 0
}

/**
 * The errors of AWS for wrong keys, which have the status 400 or 403: docs.aws.amazon.com/IAM/latest/APIReference/
 * CommonErrors.html and docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html.
 */
export const AWS_REJECTED: NonNullable<HttpCheckDefinition['rejected']> = [
  {
    status: [400, 401, 403],
    text: [
      'InvalidClientTokenId',
      'UnrecognizedClientException',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      'IncompleteSignature',
      'InvalidAccessKeyId',
      'MissingAuthenticationToken',
      'ExpiredToken',
      'security token included in the request is invalid',
    ],
  },
]
