import { type Script, type ScriptedAnswer, scripts } from '../../provider-script.ts'
import s3 from '../s3.ts'

const xml = (status: number, text: string): ScriptedAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  text: `<?xml version="1.0" encoding="UTF-8"?>\n${text}`,
})
const error = (status: number, code: string) =>
  xml(
    status,
    `<Error><Code>${code}</Code><Message>…</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>`,
  )

const answers: Pick<Script, 'source' | 'bad' | 'forbidden' | 'traps'> = {
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
  bad: [
    error(403, 'InvalidAccessKeyId'),
    error(403, 'SignatureDoesNotMatch'),
    error(400, 'ExpiredToken'),
    error(400, 'InvalidToken'),
  ],
  forbidden: error(403, 'AccessDenied'),
  traps: {
    'a bucket of another region': {
      answer: error(301, 'PermanentRedirect'),
      finding: { outcome: 'unexpected', reason: 'wrong_region' },
    },
    'a signature for another region': {
      answer: error(400, 'AuthorizationHeaderMalformed'),
      finding: { outcome: 'unexpected', reason: 'wrong_region' },
    },
    'a bucket that does not exist': {
      answer: error(404, 'NoSuchBucket'),
      finding: { outcome: 'rejected', reason: 'no_such_bucket' },
    },
    'a wrong clock': {
      answer: error(403, 'RequestTimeTooSkewed'),
      finding: { outcome: 'unexpected', reason: 'wrong_clock' },
    },
    'a 200 of another service': {
      answer: { status: 200, json: { hello: 'world' } },
      finding: { outcome: 'unexpected', reason: 'other_content' },
    },
  },
}

const keys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const signed = (authorization: string) => ({
  accept: 'application/xml',
  'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
  'x-amz-date': '20261101T120000Z',
  authorization,
})

export default scripts(s3, {
  accessKey: {
    ...answers,
    values: { ...keys, region: 'eu-central-1', bucket: 'acme-exports' },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://s3.eu-central-1.amazonaws.com/acme-exports?list-type=2&max-keys=1',
          headers: signed(
            'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261101/eu-central-1/s3/aws4_request, SignedHeaders=accept;host;x-amz-content-sha256;x-amz-date, Signature=c2dfa209a0a3e8e9be6c3c823a393370409759dc6c762a3b454bfdaeec6243b8',
          ),
        },
        answer: xml(
          200,
          '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>acme-exports</Name><KeyCount>0</KeyCount></ListBucketResult>',
        ),
      },
    ],
  },
  compatible: {
    ...answers,
    values: { ...keys, endpoint: 'https://fra1.digitaloceanspaces.com', region: 'fra1' },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://fra1.digitaloceanspaces.com/?list-type=2&max-keys=1',
          headers: signed(
            'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261101/fra1/s3/aws4_request, SignedHeaders=accept;host;x-amz-content-sha256;x-amz-date, Signature=1d033b53a8b50783ace8286d396daaa2f36387a6b888683946f1f4aaa274c9dd',
          ),
        },
        answer: xml(200, '<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>'),
      },
    ],
  },
})
