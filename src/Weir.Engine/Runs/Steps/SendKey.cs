using System.Security.Cryptography;
using System.Text;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Runs.Steps;

/// <summary>What identifies a record at an import's step.</summary>
/// <param name="Identity">
/// The record as read, at this step, for this import. A resume and a retry make the same one, a changed record another.
/// </param>
/// <param name="Key">The idempotency key: the import's own, else the identity.</param>
internal readonly record struct SendKey(string Identity, string Key)
{
    private const int HashBytes = 16;

    /// <summary>Throws <see cref="EvaluationException"/>.</summary>
    public static SendKey Of(SendPlan plan, RecordState record, Variables variables)
    {
        var identity = Hash($"{plan.Import} {plan.Id} {record.TraceKey} {record.Fingerprint}");
        var key = plan.IdempotencyKey?.RenderText(record.Current, variables) ?? identity;
        if (key.Length == 0)
        {
            // An empty key would make different records one for a receiver that keeps to it.
            throw new EvaluationException(ErrorCodes.Template, "The idempotency key is empty for this record.");
        }

        return new SendKey(identity, key);
    }

    /// <summary>The key of a request for several records: a hash of theirs, in their order.</summary>
    public static string OfAll(IEnumerable<string> keys)
    {
        var all = new StringBuilder();
        foreach (var key in keys)
        {
            all.Append(key.Length).Append(' ').Append(key).Append('\n');
        }

        return Hash(all.ToString());
    }

    public static string Hash(string text)
    {
        Span<byte> hash = stackalloc byte[32];
        Span<byte> bytes = stackalloc byte[512];
        if (!Encoding.UTF8.TryGetBytes(text, bytes, out var length))
        {
            bytes = Encoding.UTF8.GetBytes(text);
            length = bytes.Length;
        }

        SHA256.HashData(bytes[..length], hash);
        return Convert.ToHexStringLower(hash[..HashBytes]);
    }
}
