import { DomainError } from '@bellwether/errors';
import { isPublicAddress, type Lookup, type OutboundPolicy } from '@bellwether/platform/outbound';
import { SecretBox } from './secret-box.js';

/** How webhooks are configured; nothing but public addresses over TLS, and no secrets, where it is left out. */
export interface WebhookConfig {
  /** 32 bytes in base64, under which secrets are sealed; without it none is taken. */
  readonly secretKey?: string;
  /** Whether plain HTTP may be called as well. */
  readonly allowHttp?: boolean;
  /** Whether addresses of one's own network may be called. */
  readonly allowPrivateAddresses?: boolean;
  /** How names are looked up; the system's way where left out. */
  readonly lookup?: Lookup;
}

/** What follows from the configuration of webhooks. */
export class WebhookSettings {
  readonly policy: OutboundPolicy;
  readonly lookup: Lookup | undefined;
  private readonly secrets: SecretBox | undefined;

  /** @throws INVALID_ARGUMENT for a key that is none. */
  constructor({ secretKey, allowHttp = false, allowPrivateAddresses = false, lookup }: WebhookConfig) {
    this.policy = {
      protocols: new Set(allowHttp ? ['https:', 'http:'] : ['https:']),
      allows: allowPrivateAddresses ? () => true : isPublicAddress,
    };
    this.lookup = lookup;
    this.secrets = secretKey === undefined ? undefined : SecretBox.of(secretKey);
  }

  /** @throws INVALID_ARGUMENT where secrets cannot be kept. */
  seal(secret: string, webhookId: string): Uint8Array {
    if (this.secrets !== undefined) return this.secrets.seal(secret, webhookId);
    throw new DomainError(
      'INVALID_ARGUMENT',
      'Webhook secrets cannot be kept here: the server has no MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY',
    );
  }

  /** @throws FAILED_PRECONDITION where the key is not there any more, or is another. */
  open(sealed: Uint8Array, webhookId: string): string {
    if (this.secrets !== undefined) return this.secrets.open(sealed, webhookId);
    throw new DomainError('FAILED_PRECONDITION', 'the key that the secret was sealed under is not configured any more');
  }
}
