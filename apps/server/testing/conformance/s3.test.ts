import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { describeHostileServers, useDriverTester } from '../drivers/driver-suite.ts'
import { refusal, type S3, s3Server } from '../servers/s3-server.ts'

// Tests against a server that verifies the signatures itself, unlike the scripted answers of the conformance kit.

const id = 'AKIAIOSFODNN7EXAMPLE'
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const temporary = { id: 'ASIAIOSFODNN7EXAMPLE', secret: 'tempor/ary+Secret', token: 'FwoGZXIvYXdzE+x/y==' }
const s3: S3 = {
  region: 'eu-central-1',
  keys: {
    [id]: { secret, mayListBuckets: true },
    [temporary.id]: { secret: temporary.secret, token: temporary.token },
    ASIAOLD: { secret: temporary.secret, token: 'old', isStopping: true },
    AKIAPOOR: { secret },
  },
  buckets: {
    'acme-exports': [id, temporary.id],
    'acme.exports_2': [id],
    american: { elsewhere: 'us-east-1' },
  },
}

it('the test server accepts the signature of Amazon’s documented example', () => {
  // docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, “GET Bucket (List Objects)”.
  const example = {
    method: 'GET',
    url: '/?max-keys=2&prefix=J',
    headers: {
      host: 'examplebucket.s3.amazonaws.com',
      'x-amz-date': '20130524T000000Z',
      'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    },
  } as unknown as IncomingMessage
  const amazon: S3 = { ...s3, region: 'us-east-1', now: () => new Date('2013-05-24T00:00:00Z') }
  expect(refusal(amazon, example)).toBe(id)
  expect(refusal({ ...amazon, keys: { [id]: { secret: 'another' } } }, example)).not.toBe(id)
  expect(refusal(amazon, { ...example, url: '/?max-keys=3&prefix=J' } as IncomingMessage)).not.toBe(id)
})

describe.each(['accessKey', 'compatible'] as const)('the S3 check by %s', (methodId) => {
  const tester = useDriverTester('s3', methodId, () => ({
    accessKeyId: id,
    secretAccessKey: secret,
    region: 'eu-central-1',
    bucket: 'acme-exports',
    endpoint: 'https://s3.example',
  }))
  const { verify } = tester
  async function serve(changes: Partial<S3> = {}) {
    for (const host of ['s3.eu-central-1.amazonaws.com', 's3.us-east-1.amazonaws.com', 's3.example']) {
      await tester.world.https(host, s3Server({ ...s3, ...changes }))
    }
  }

  it('verifies a valid key for one bucket or for all', async () => {
    await serve()
    for (const bucket of ['acme-exports', 'acme.exports_2', undefined]) {
      expect(await verify({ bucket })).toMatchObject({ outcome: 'verified' })
    }
  })

  it('rejects a wrong secret and an unknown key', async () => {
    await serve()
    for (const wrong of [
      { secretAccessKey: secret.toLowerCase() },
      { secretAccessKey: temporary.secret },
      { accessKeyId: 'AKIAUNKNOWN' },
      { accessKeyId: temporary.id, secretAccessKey: temporary.secret },
    ]) {
      for (const bucket of ['acme-exports', 'missing', undefined]) {
        const verification = await verify({ ...wrong, bucket })
        expect(verification).toMatchObject({ outcome: 'rejected' })
        expect(verification.reason).not.toBe('no_such_bucket')
      }
    }
  })

  it('distinguishes a missing bucket, one without permission and one in another region', async () => {
    await serve()
    expect(await verify({ bucket: 'missing' })).toMatchObject({
      outcome: 'rejected',
      reason: 'no_such_bucket',
    })
    const poor = { accessKeyId: 'AKIAPOOR' }
    expect(await verify(poor)).toMatchObject({ outcome: 'limited' })
    expect(await verify({ ...poor, bucket: undefined })).toMatchObject({ outcome: 'limited' })
    expect(await verify({ bucket: 'american' })).toMatchObject({
      outcome: 'unexpected',
      reason: 'wrong_region',
    })
    expect(await verify({ region: 'us-east-1' })).toMatchObject({
      outcome: 'unexpected',
      reason: 'wrong_region',
    })
  })

  it('reports a clock difference', async () => {
    await serve({ now: () => new Date(Date.now() + 16 * 60 * 1000) })
    expect(await verify()).toMatchObject({ outcome: 'unexpected', reason: 'wrong_clock' })
  })

  it.runIf(methodId === 'accessKey')('verifies temporary keys with their session token', async () => {
    await serve()
    const key = { accessKeyId: temporary.id, secretAccessKey: temporary.secret }
    expect(await verify({ ...key, sessionToken: temporary.token })).toMatchObject({ outcome: 'verified' })
    for (const wrong of [
      { ...key, sessionToken: 'wrong' },
      { ...key, secretAccessKey: secret, sessionToken: temporary.token },
      { ...key, accessKeyId: 'ASIAOLD', sessionToken: 'old' },
    ]) {
      expect(await verify(wrong)).toMatchObject({ outcome: 'rejected' })
    }
  })
})

describeHostileServers('s3', 'compatible', {
  plain: { accessKeyId: id, secretAccessKey: secret, bucket: 'acme-exports', endpoint: 'http://s3.example' },
  at: (host, port) => ({ endpoint: `http://${host}:${port}` }),
})
