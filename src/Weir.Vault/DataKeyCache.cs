using System.Security.Cryptography;

namespace Weir.Vault;

/// <summary>A data key in the clear.</summary>
internal sealed record DataKey(string Id, byte[] Bytes);

/// <summary>
/// Unwrapped data keys, at most <see cref="KeysMax"/>; a full cache starts anew. A key in it is cleared with the vault only,
/// because somebody may be using one that is no longer in it.
/// </summary>
internal sealed class DataKeyCache : IDisposable
{
    public const int KeysMax = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Owner, string KeyId), DataKey> _keys = [];
    private readonly Dictionary<string, DataKey> _newest = new(StringComparer.Ordinal);

    public DataKey? Newest(string owner)
    {
        lock (_gate)
        {
            return _newest.GetValueOrDefault(owner);
        }
    }

    public DataKey? Find(string owner, string keyId)
    {
        lock (_gate)
        {
            return _keys.GetValueOrDefault((owner, keyId));
        }
    }

    public void Add(string owner, DataKey key, bool newest)
    {
        lock (_gate)
        {
            if (_keys.Count >= KeysMax)
            {
                _keys.Clear();
                _newest.Clear();
            }

            _keys[(owner, key.Id)] = key;
            if (newest)
            {
                _newest[owner] = key;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var key in _keys.Values)
            {
                CryptographicOperations.ZeroMemory(key.Bytes);
            }

            _keys.Clear();
            _newest.Clear();
        }
    }
}
