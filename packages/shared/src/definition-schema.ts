import { z } from 'zod'
import { CATEGORIES, type Category } from './component.ts'
import { ICON_LIMIT } from './icon.ts'
import { FIRST } from './length-limit.ts'
import { isLinearPattern, PATTERN_LIMIT } from './linear-pattern.ts'

/**
 * The JSON form of a component, `component/v1`, as a schema: it parses definitions from outside and is published as JSON
 * Schema at `/schemas/component/v1.json`. definition.ts converts components to this form and back. Sizes are limited,
 * because definitions are untrusted input.
 */

const Template = z
  .string()
  .max(4096)
  .describe('Text with {{field}} and filters: `https://{{subdomain}}.example.com`.')
const Pointer = z
  .string()
  .max(512)
  .regex(/^(?:\/(?:[^~/]|~[01])*)*$/, 'Enter a JSON pointer, for example /user/name')
  .describe('An RFC 6901 pointer into a JSON response: `/user/email`.')
const Templates = z.record(z.string().max(256), Template)
const Label = z.string().min(1).max(200)

const Placement = z
  .union([
    z.strictObject({
      in: z.enum(['header', 'query', 'cookie', 'body']).describe('The part of the request.'),
      name: Template.describe('The name of the header, parameter, cookie or body member.'),
      value: Template.describe('The value. A placement without a value is left out.'),
    }),
    z.strictObject({
      in: z.enum(['header', 'query', 'cookie', 'body']).describe('The part of the request.'),
      lines: Template.describe(
        'Any number of values, one per line: `Name: value` for headers, `name=value` for all others.',
      ),
    }),
    z.strictObject({
      in: z.literal('basic').describe('HTTP basic authentication (RFC 7617).'),
      user: Template.describe('The user name.'),
      password: Template.describe('The password.'),
    }),
  ])
  .describe('Where a method puts a value in each request.')

const Placements = z.array(Placement).max(20).describe('Where values go in the request.')

const JsonTest = z
  .union([
    z.strictObject({ at: Pointer, equals: z.unknown().describe('The value must be this one.') }),
    z.strictObject({
      at: Pointer,
      oneOf: z.array(z.unknown()).max(50).describe('The value must be one of these.'),
    }),
    z.strictObject({ at: Pointer, exists: z.boolean().describe('The value must exist, or must not.') }),
  ])
  .describe('A test of one value of a JSON response.')

const rule = {
  status: z
    .union([z.int().min(100).max(599), z.literal('2xx'), z.array(z.int().min(100).max(599)).max(50)])
    .optional()
    .describe('Status codes, or the class 2xx. Absent: any.'),
  json: z
    .array(JsonTest)
    .max(20)
    .optional()
    .describe('The body is JSON, and every test holds. An empty list requires JSON only.'),
  text: z.array(z.string().max(1000)).max(20).optional().describe('The body contains one of these texts.'),
}
const ResponseRule = z
  .strictObject(rule)
  .describe('What a response must be like. Every part that is given must hold.')

const Source = z
  .union([
    z.strictObject({ header: z.string().max(200).describe('The name of a response header.') }),
    z.strictObject({
      at: Pointer,
      each: Pointer.optional().describe('In a list of objects: where each has the value.'),
    }),
  ])
  .describe('Where a value stands in a response.')

const TimeFormat = z
  .enum(['date', 'seconds', 'milliseconds', 'lifetime'])
  .describe('The format: a date, a Unix time in seconds or milliseconds, or seconds from now.')

const reading = {
  ok: ResponseRule.describe('The response that proves the credential.'),
  rejected: z
    .array(
      z.strictObject({
        ...rule,
        reason: z
          .enum(['anonymous', 'bad_login', 'key_or_region', 'no_such_bucket'])
          .optional()
          .describe('The reason that this response gives.'),
      }),
    )
    .max(20)
    .optional()
    .describe('Responses that mean: the credential is refused.'),
  forbidden: z
    .array(ResponseRule)
    .max(20)
    .optional()
    .describe('Responses that mean: accepted, but not allowed to do this.'),
  wrongTarget: z
    .array(
      z.strictObject({
        ...rule,
        reason: z.enum(['wrong_account', 'wrong_region', 'wrong_clock']).describe('What is wrong.'),
      }),
    )
    .max(20)
    .optional()
    .describe('Responses that mean: the address or region is wrong, not the credential.'),
  identity: z
    .union([Pointer, z.array(Pointer).max(10)])
    .optional()
    .describe('Who the credential belongs to.'),
  scopes: Source.optional().describe('The granted scopes: a list, or one text with commas or spaces.'),
  expires: z
    .union([
      z.strictObject({
        header: z.string().max(200).describe('The name of a response header.'),
        as: TimeFormat,
      }),
      z.strictObject({
        at: Pointer,
        each: Pointer.optional().describe('In a list of objects: where each has the value.'),
        as: TimeFormat,
      }),
    ])
    .optional()
    .describe('When the credential stops working: a date, a Unix time, or seconds from now.'),
}

const request = {
  method: z
    .union([z.enum(['GET', 'POST', 'HEAD', 'DELETE']), z.templateLiteral(['{{', z.string().max(100), '}}'])])
    .describe('The HTTP method, or the field that has it.'),
  path: Template.describe('A path on the base URL. It cannot lead to another origin.'),
  headers: Templates.optional().describe('Request headers.'),
  body: z
    .union([
      z.strictObject({ json: z.unknown().describe('A JSON body; every text in it is a template.') }),
      z.strictObject({ form: Templates.describe('A form body.') }),
      z.strictObject({ text: Template.describe('A JSON text.') }),
    ])
    .optional()
    .describe('The request body.'),
}

const endpoint = {
  url: Template.describe('The token endpoint.'),
  discover: Template.optional().describe('An issuer whose metadata contains the endpoints (RFC 8414).'),
  clientId: Template.optional().describe('The client; without it, an OAuth app of the component is used.'),
  clientSecret: Template.optional().describe('The client’s secret.'),
  clientKey: Template.optional().describe('A private key in PEM, for private_key_jwt.'),
  clientAuth: Template.describe('How the client authenticates: basic, body, private_key_jwt or none.'),
  parameters: Templates.optional().describe('Further parameters of the token request.'),
  moreParameters: Template.optional().describe(
    'Any number of further parameters, one per line: `name=value`.',
  ),
  body: z.literal('json').optional().describe('The token request is sent as JSON.'),
  answer: z
    .strictObject({
      accessToken: Pointer.optional().describe('Where `access_token` is.'),
      refreshToken: Pointer.optional().describe('Where `refresh_token` is.'),
      expiresIn: Pointer.optional().describe('Where `expires_in` is.'),
      scope: Pointer.optional().describe('Where `scope` is.'),
      error: Pointer.optional().describe('Where `error` is.'),
    })
    .optional()
    .describe('Where the response has the members of the standard, if elsewhere.'),
  errors: z
    .record(
      z.string().max(200),
      z.enum(['invalid_grant', 'invalid_client', 'authorization_pending', 'slow_down']),
    )
    .optional()
    .describe('The provider’s own error codes for those of the standard.'),
  wrongClient: z
    .strictObject({
      clientId: z.array(JsonTest).max(20).optional().describe('Responses to an unknown client ID.'),
      clientSecret: z.array(JsonTest).max(20).optional().describe('Responses to a wrong client secret.'),
    })
    .optional()
    .describe('Error responses that say which part of the client is wrong. One test must hold.'),
  lifetime: z
    .number()
    .positive()
    .optional()
    .describe('How long access tokens last if the response does not say, in seconds.'),
}

const reach = z
  .literal('account')
  .optional()
  .describe('Revoking ends all grants of the account to this client, not only this one.')

const Lookup = z
  .strictObject({
    ...request,
    baseUrl: Template.describe('The address that the path is appended to.'),
    place: Placements,
    members: z
      .record(
        z
          .string()
          .regex(
            /^(?!(?:access_token|refresh_token|id_token|token_type|expires_in|scope)$)\w{1,60}$/,
            'Choose a name that is not a name of the standard',
          ),
        Pointer,
      )
      .describe('The members to add to the token, and where the response or its entry has each.'),
    entries: z
      .strictObject({
        at: Pointer.describe('Where the list is. Empty if it is the whole response.'),
        chosen: Template.describe('What the user entered to choose an entry.'),
        by: z.array(Pointer).max(20).describe('Where entries have what the user entered.'),
        preferred: JsonTest.optional().describe(
          'The entry that counts without an input. Absent: the first one.',
        ),
      })
      .optional()
      .describe('Set if the response lists several accounts.'),
    identity: z.string().max(100).optional().describe('The member that names the account.'),
  })
  .describe('A request after the consent, for the address or the id of the account.')

const consent = {
  lookup: Lookup.optional().describe('What must be found out after the consent.'),
  scope: Template.optional().describe('The requested scopes: `openid {{scopes}}`.'),
  scopeParameter: z.string().max(100).optional().describe('The name of the scope parameter, if not `scope`.'),
  refresh: z
    .strictObject({
      url: Template.optional().describe('Where tokens are refreshed, if not at the token endpoint.'),
      grantType: z.string().max(200).optional().describe('The grant type, if not refresh_token.'),
      parameters: Templates.optional().describe('The parameters, in place of the refresh token.'),
    })
    .optional()
    .describe('How tokens are refreshed, if not by RFC 6749 section 6.'),
  revoke: z
    .union([
      z.strictObject({
        reach,
        url: Template.describe('The revocation endpoint.'),
        token: z
          .literal('access_token')
          .optional()
          .describe('The token to revoke. Absent: the refresh token.'),
        clientAuth: z
          .enum(['basic', 'body', 'none'])
          .optional()
          .describe('How the client authenticates, if not as at the token endpoint.'),
      }),
      z.strictObject({
        ...request,
        reach,
        baseUrl: Template.describe('The address that the path is appended to.'),
        place: Placements,
        ok: ResponseRule.optional().describe('The response that confirms the revocation. Absent: any 2xx.'),
      }),
    ])
    .optional()
    .describe('How a grant is revoked: by RFC 7009, or by a request of the provider’s own.'),
}

const TokenRequest = z
  .discriminatedUnion('grant', [
    z.strictObject({
      grant: z.literal('authorization_code').describe('A user grants access in a browser.'),
      ...endpoint,
      ...consent,
      authorizeUrl: Template.describe('The authorization endpoint.'),
      authorizeParameters: Templates.optional().describe('Further parameters of the authorization request.'),
      moreAuthorizeParameters: Template.optional().describe(
        'Any number of further ones, one per line: `name=value`.',
      ),
      pkce: z.literal(false).optional().describe('The provider refuses PKCE.'),
      issuer: Template.optional().describe('The issuer in the authorization response (RFC 9207).'),
      redirectParameters: z
        .array(z.string().max(100))
        .max(20)
        .optional()
        .describe('Parameters of the redirect that are needed later.'),
    }),
    z.strictObject({
      grant: z.literal('device_code').describe('A user grants access with a code, on any device.'),
      ...endpoint,
      ...consent,
      deviceUrl: Template.describe('The device authorization endpoint (RFC 8628).'),
    }),
    z.strictObject({
      grant: z.literal('client_credentials').describe('The client gets tokens with its own secret.'),
      ...endpoint,
    }),
    z.strictObject({
      grant: z.literal('jwt_bearer').describe('The client gets tokens with a signed assertion (RFC 7523).'),
      ...endpoint,
      key: Template.describe('The private key in PEM.'),
      keyId: Template.optional().describe('The id of the key.'),
      claims: Templates.describe('The claims of the assertion (RFC 7523).'),
    }),
    z.strictObject({
      grant: z.literal('login').describe('A request of the provider’s own returns the token.'),
      ...request,
      ...reading,
      baseUrl: Template.optional().describe('If it differs from the method’s.'),
      place: Placements.optional(),
    }),
  ])
  .describe('The request for a token that precedes all others. Its response is {{token.…}} in templates.')

const Signer = z
  .discriminatedUnion('scheme', [
    z.strictObject({
      scheme: z.literal('aws-sigv4').describe('AWS Signature Version 4.'),
      accessKeyId: Template.describe('The id of the access key.'),
      secretAccessKey: Template.describe('The secret access key.'),
      sessionToken: Template.describe('The session token of temporary keys; empty for others.'),
      region: Template.describe('The region of the service.'),
      service: z.string().max(100).describe('The name of the service in signatures, for example `s3`.'),
    }),
    z.strictObject({
      scheme: z.literal('digest').describe('HTTP digest authentication (RFC 7616).'),
      user: Template.describe('The user name.'),
      password: Template.describe('The password.'),
    }),
  ])
  .describe('Signs each request by a scheme that placements cannot express.')

const DRIVERS = [
  'postgres',
  'mysql',
  'sqlserver',
  'mongodb',
  'redis',
  'smtp',
  'amqp',
  'mqtt',
  'nats',
  'kafka',
  'imap',
  'ftp',
  'ldap',
  'sftp',
] as const

const Verify = z
  .union([
    z.strictObject({
      ...request,
      ...reading,
      baseUrl: Template.optional().describe('If it differs from the method’s.'),
      control: z
        .literal(true)
        .optional()
        .describe(
          'Verify again with altered secrets. If the response is the same, the outcome is inconclusive.',
        ),
    }),
    z.strictObject({
      token: z.literal('is the proof').describe('The token request itself is the proof.'),
      identity: reading.identity,
      scopes: reading.scopes,
    }),
    z.strictObject({
      driver: z.enum(DRIVERS).describe('A driver of Stepkey.'),
      map: Templates.describe('The options of the driver.'),
      via: Templates.optional().describe(
        'The options of an SSH server that forwards the connection, if it has a host.',
      ),
    }),
    z.strictObject({ untestable: z.string().min(1).max(500).describe('Why no verification is possible.') }),
  ])
  .describe('How a credential is verified.')

const Paste = z
  .strictObject({
    schemes: z
      .record(z.string().max(50), z.record(z.string().max(100), z.unknown()))
      .optional()
      .describe('The accepted URL schemes of connection strings, each with the values that it implies.'),
    hosts: z
      .string()
      .max(100)
      .optional()
      .describe(
        'The field for all hosts of a connection string. Without it, one with several hosts is refused.',
      ),
    path: z.string().max(100).optional().describe('The field for the path of a connection string.'),
    parameters: z
      .record(z.string().max(100), z.string().max(100))
      .optional()
      .describe('The query parameters of a connection string, each with its field.'),
    json: z
      .record(z.string().max(100), Pointer)
      .optional()
      .describe('The fields that a JSON key file fills in, each with the place in the file.'),
    refused: z
      .array(
        z
          .strictObject({
            json: z.array(JsonTest).max(20).describe('Every test must hold.'),
            message: z.string().min(1).max(500).describe('Why the file can’t be used, as a sentence.'),
          })
          .describe('A JSON file that is recognized, but can’t be used.'),
      )
      .max(20)
      .optional()
      .describe('JSON files that are recognized, but can’t be used.'),
  })
  .describe('What users can paste instead of filling in each field: connection strings and key files.')

const DEFAULT = 'The value of a new form.'

const meta = {
  title: Label.describe('The label of the field.'),
  description: z.string().max(2000).optional().describe('Help: what this is and where to find it.'),
  'x-helpUrl': z.url().max(2048).optional().describe('The provider’s page where the value is found.'),
  'x-placeholder': z.string().max(500).optional().describe('An example, shown in the empty field.'),
  'x-prefix': z.string().max(200).optional().describe('Fixed text before the value.'),
  'x-suffix': z.string().max(200).optional().describe('Fixed text after the value.'),
  'x-advanced': z
    .literal(true)
    .optional()
    .describe('Rarely needed. The form shows it in the collapsed section.'),
}

const Pattern = z
  .string()
  .max(PATTERN_LIMIT, FIRST)
  .refine(isLinearPattern, 'This is not a regular expression that RE2 supports')
  .describe('A regular expression: the syntax of RE2, without look-around and back references.')

const PatternRule = z.strictObject({
  pattern: Pattern,
  'x-message': z.string().max(500).optional().describe('The error message if the value does not match.'),
})

const TextField = z.strictObject({
  type: z.literal('string').describe('A text.'),
  ...meta,
  format: z
    .enum([
      'multiline',
      'http-url',
      'host',
      'hosts',
      'header-lines',
      'value-lines',
      'pem-certificate',
      'pem-private-key',
      'pem-ssh-key',
    ])
    .optional()
    .describe('Absent: a single line.'),
  writeOnly: z.literal(true).optional().describe('A secret: sealed, and never shown again.'),
  maxLength: z.int().min(1).max(65536).optional().describe('The maximum number of characters.'),
  allOf: z.array(PatternRule).max(10).optional().describe('What the value must match.'),
  'x-lowercase': z.literal(true).optional().describe('The value is turned into lower case.'),
  'x-extract': Pattern.optional().describe('If it matches, the value is replaced by its first group.'),
  default: z.string().max(65536).optional().describe(DEFAULT),
})
const NumberField = z.strictObject({
  type: z.enum(['number', 'integer']).describe('A number, or a whole number.'),
  ...meta,
  format: z.literal('port').optional().describe('A TCP port.'),
  minimum: z.number().optional().describe('The smallest allowed number.'),
  maximum: z.number().optional().describe('The largest allowed number.'),
  default: z.number().optional().describe(DEFAULT),
})
const FlagField = z.strictObject({
  type: z.literal('boolean').describe('Yes or no.'),
  ...meta,
  default: z.boolean().optional().describe(DEFAULT),
})
const Options = z
  .record(z.string().max(500), z.string().max(500))
  .describe('Each value with its label, in order.')
const Values = z.array(z.string().max(500)).min(1).max(500).describe('The values to choose from.')
const ChoiceField = z.strictObject({
  type: z.literal('string').describe('One of several values.'),
  ...meta,
  enum: Values,
  'x-options': Options,
  default: z.string().max(500).optional().describe(DEFAULT),
})
const ScopesField = z.strictObject({
  type: z.literal('array').describe('Several of the values.'),
  ...meta,
  items: z
    .strictObject({ type: z.literal('string').describe('A text.'), enum: Values })
    .describe('One of the chosen values.'),
  'x-options': Options,
  default: z.array(z.string().max(500)).max(500).optional().describe(DEFAULT),
})
const PlainField = z.union([ChoiceField, TextField, NumberField, FlagField, ScopesField])
const Variant = z
  .strictObject({
    type: z.literal('object').describe('The fields of one variant.'),
    properties: z
      .record(
        z.string().max(100),
        z.union([
          z.strictObject({ const: z.string().max(100).describe('The value that selects the variant.') }),
          PlainField,
        ]),
      )
      .describe('The discriminator and the fields, by name.'),
    required: z.array(z.string().max(100)).max(50).describe('The fields that have to be filled in.'),
    additionalProperties: z.literal(false).describe('There are no other fields.'),
  })
  .refine(({ properties }) => Object.values(properties).filter((field) => 'const' in field).length === 1, {
    path: ['properties'],
    message: 'A variant has exactly one field with `const`',
  })
const VariantsField = z.strictObject({
  ...meta,
  oneOf: z.array(Variant).min(1).max(20).describe('The variants to choose from.'),
  'x-discriminator': z.literal('kind').describe('The field that selects the variant.'),
  'x-options': Options,
  default: z.record(z.string().max(100), z.unknown()).optional().describe(DEFAULT),
})

/** One field of a form, as JSON Schema. */
export const FieldDefinition = z
  .union([VariantsField, ChoiceField, TextField, NumberField, FlagField, ScopesField])
  .describe('A field: a subset of JSON Schema 2020-12, with `x-` members for the form.')
export type FieldDefinition = z.infer<typeof FieldDefinition>

/** The fields of a method, as JSON Schema of an object. */
export const FieldsDefinition = z
  .strictObject({
    type: z.literal('object').describe('The values of a credential, by field.'),
    properties: z
      .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,99}$/), FieldDefinition)
      .describe('The fields by name, in the order of the form.'),
    required: z.array(z.string().max(100)).max(50).describe('The fields that have to be filled in.'),
    additionalProperties: z.literal(false).describe('There are no other fields.'),
  })
  .describe('The form of a method.')
export type FieldsDefinition = z.infer<typeof FieldsDefinition>

/** One method of a component in its JSON form. */
const MethodDefinition = z
  .strictObject({
    title: Label.describe('The name of the method.'),
    retired: z
      .string()
      .max(500)
      .optional()
      .describe('What to use instead. Forms offer the method only for existing credentials.'),
    fields: FieldsDefinition,
    baseUrl: Template.optional().describe('The address that verification and flow engine start from.'),
    allowedHosts: z
      .array(
        z
          .string()
          .max(300, FIRST)
          .regex(
            /^(?:(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]|\{\{[A-Za-z][\w.]*\}\})$/i,
            'Enter a host, *.example.com, or {{field}}',
          ),
      )
      .min(1)
      .max(50)
      .optional()
      .describe(
        'The only hosts that requests of the method may reach: names, `*.example.com`, or `{{field}}` for the host that the user enters in this field. Absent: the hosts that its templates name.',
      ),
    place: Placements,
    token: TokenRequest.optional(),
    signer: Signer.optional(),
    tls: z
      .strictObject({
        ca: Template.optional().describe('The authority of the server, in PEM format.'),
        certificate: Template.optional().describe('The certificate of the client, in PEM format.'),
        privateKey: Template.optional().describe('The private key of the client, in PEM format.'),
        serverName: Template.optional().describe('The name to verify, if it is not the host.'),
      })
      .optional()
      .describe('TLS options of all HTTP requests of the method.'),
    verify: Verify,
    revoke: z
      .strictObject({
        ...request,
        baseUrl: Template.optional().describe('If it differs from the method’s.'),
        place: Placements.optional().describe('If the request is not authenticated like others.'),
        ok: ResponseRule.describe('The response that confirms the revocation.'),
      })
      .optional()
      .describe('The request that revokes a key that users enter, if the provider has one.'),
    paste: Paste.optional(),
    supplied: z
      .record(z.string().max(100), z.literal('petstoreSandbox'))
      .optional()
      .describe('Fields that the installation fills in when they are left empty.'),
  })
  .describe('One way to authenticate.')

const AppGuide = z
  .strictObject({
    page: z
      .strictObject({
        title: Label.describe('The name of the page.'),
        url: z
          .url({ protocol: /^https?$/ })
          .max(2048)
          .describe('Its address.'),
      })
      .describe('The provider’s page on which users begin.'),
    steps: z
      .array(
        z
          .strictObject({
            text: z.string().min(1).max(1000).describe('What the user does, in plain text.'),
            copy: z
              .enum(['redirectUrl', 'scopes'])
              .optional()
              .describe('What the user copies: the redirect URL of Stepkey, or the scopes to register.'),
            separator: z
              .string()
              .max(10)
              .optional()
              .describe('The text between copied scopes. Absent: a space.'),
          })
          .describe('One step of the guide.'),
      )
      .min(1)
      .max(20)
      .describe('What the user does, in order.'),
    notes: z
      .array(z.string().min(1).max(1000))
      .max(20)
      .optional()
      .describe('What users easily overlook, in plain text.'),
    file: z
      .strictObject({
        name: Label.describe('The name of the file.'),
        paste: Paste,
        redirectUrls: Pointer.optional().describe('Where the file lists the redirect URLs of the client.'),
      })
      .optional()
      .describe('A file of the provider with the client, whose content users can paste.'),
  })
  .describe('How users register an OAuth app with the provider.')

/** A component in its JSON form. */
export const ComponentDefinition = z
  .strictObject({
    schema: z.literal('component/v1').describe('The version of this format.'),
    version: z.int().min(1).describe('The version of the definition; it grows with each change.'),
    id: z
      .string()
      .regex(/^(?:custom:)?[a-z0-9][a-z0-9-]{0,63}$/)
      .describe(
        'The id: built-in and operator’s components have a plain one, a workspace’s own begin with `custom:`.',
      ),
    title: Label.describe('The name of the provider or protocol.'),
    description: z.string().min(1).max(200).describe('One line: what it is.'),
    category: z.enum(Object.keys(CATEGORIES) as [Category, ...Category[]]).describe('Where it is listed.'),
    aliases: z
      .array(z.string().min(1).max(100))
      .max(50)
      .optional()
      .describe('Other words that users search for.'),
    docsUrl: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .describe('The provider’s page about authentication.'),
    icon: z
      .string()
      .max(ICON_LIMIT, FIRST)
      .optional()
      .describe(
        'The name of an icon, or a PNG or SVG image as a data URI with base64; without one a monogram is shown.',
      ),
    appGuide: AppGuide.optional(),
    scopeIncludes: z
      .record(
        z
          .string()
          .max(500)
          .regex(/^[^*]*(?:\*[^*]*)?$/, 'At most one *'),
        z.array(z.string().max(500)).max(200),
      )
      .optional()
      .describe(
        'The scopes that each scope includes, also indirectly. A `*` stands for the same text in both: `*.ReadWrite` includes `*.Read`.',
      ),
    methods: z
      .record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/), MethodDefinition)
      .describe('The methods by id.'),
  })
  .describe('A component of Stepkey: the connector to one provider, as data.')
export type ComponentDefinition = z.infer<typeof ComponentDefinition>

/** Returns the JSON Schema (2020-12) of definitions, as published at `/schemas/component/v1.json`. */
export const componentJsonSchema = (publicUrl: string): Record<string, unknown> => ({
  ...z.toJSONSchema(ComponentDefinition, { io: 'input', unrepresentable: 'any' }),
  $id: `${publicUrl}/schemas/component/v1.json`,
  title: 'Stepkey component',
})
