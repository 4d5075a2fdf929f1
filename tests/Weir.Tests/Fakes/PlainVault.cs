using System.Text;
using Weir.Engine.Secrets;

namespace Weir.Tests.Fakes;

/// <summary>Hides nothing, but binds what it seals to owner and field as the real vault does.</summary>
internal sealed class PlainVault : IVault
{
    public ValueTask<byte[]> SealAsync(
        string owner, string field, ReadOnlyMemory<byte> plain, CancellationToken cancellationToken) =>
        ValueTask.FromResult<byte[]>([.. Label(owner, field), .. plain.Span]);

    public ValueTask<byte[]> OpenAsync(
        string owner, string field, ReadOnlyMemory<byte> cipher, CancellationToken cancellationToken)
    {
        var label = Label(owner, field);
        return cipher.Span.StartsWith(label)
            ? ValueTask.FromResult(cipher[label.Length..].ToArray())
            : throw new SecretUnreadableException($"This was not sealed for {owner}, {field}.");
    }

    private static byte[] Label(string owner, string field) => Encoding.UTF8.GetBytes($"sealed:{owner}\n{field}\n");
}
