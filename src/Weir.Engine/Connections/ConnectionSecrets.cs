using System.Text;
using Weir.Engine.Resources;
using Weir.Engine.Secrets;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>Secrets of connections on their way into the vault and out of it. // Promise 5</summary>
public sealed class ConnectionSecrets(IVault vault, IResourceStore store)
{
    /// <summary>Opens what is stored. A field that cannot be decrypted is named and affects this connection only.</summary>
    public async Task<OpenedSecrets> OpenAsync(ConnectionId id, CancellationToken cancellationToken)
    {
        var opened = new Dictionary<string, Secret>(StringComparer.Ordinal);
        var unreadable = new List<string>();
        foreach (var (field, cipher) in await store.SecretsAsync(id, cancellationToken))
        {
            try
            {
                var plain = await vault.OpenAsync(id.Value, field, cipher, cancellationToken);
                opened[field] = new Secret(Encoding.UTF8.GetString(plain));
            }
            catch (SecretUnreadableException)
            {
                unreadable.Add(field);
            }
        }

        return new OpenedSecrets(opened, unreadable);
    }

    /// <summary>Seals what was given, for the store.</summary>
    public async Task<SecretChanges> SealAsync(
        ConnectionId id, IReadOnlyDictionary<string, Secret> given, IReadOnlyList<string> clear, CancellationToken cancellationToken)
    {
        var write = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (field, secret) in given)
        {
            write[field] = await vault.SealAsync(
                id.Value, field, Encoding.UTF8.GetBytes(secret.Reveal()), cancellationToken);
        }

        return new SecretChanges(write, clear);
    }
}

/// <summary>Stored secrets by field, and the fields whose secret cannot be decrypted.</summary>
public sealed record OpenedSecrets(IReadOnlyDictionary<string, Secret> Readable, IReadOnlyList<string> Unreadable)
{
    public static OpenedSecrets None { get; } = new(new Dictionary<string, Secret>(StringComparer.Ordinal), []);

    /// <summary>The fields that are set.</summary>
    public IEnumerable<string> Fields => Readable.Keys.Concat(Unreadable);

    /// <summary>Why nothing may be sent; null when every secret could be opened.</summary>
    public Fault? Fault => Unreadable.Count == 0 ? null : new Fault
    {
        Kind = FaultKind.Unauthorized,
        Code = ErrorCodes.SecretUnreadable,
        Message = $"The stored secret '{Unreadable[0]}' cannot be decrypted; give it again.",
        NotSent = true,
    };

    /// <summary>What stands after a change; the same object when nothing is changed.</summary>
    public OpenedSecrets With(IReadOnlyDictionary<string, Secret> given, IReadOnlyList<string> clear)
    {
        if (given.Count == 0 && clear.Count == 0)
        {
            return this;
        }

        var readable = new Dictionary<string, Secret>(Readable, StringComparer.Ordinal);
        foreach (var field in clear)
        {
            readable.Remove(field);
        }

        foreach (var (field, secret) in given)
        {
            readable[field] = secret;
        }

        return new OpenedSecrets(
            readable, [.. Unreadable.Where(f => !given.ContainsKey(f) && !clear.Contains(f, StringComparer.Ordinal))]);
    }
}
