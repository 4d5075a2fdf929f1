using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Weir.Adaptors.Http.Masking;
using Weir.Engine.Calls;
using Weir.Tests.Catalogue;

namespace Weir.Tests.Adaptors.Http;

public sealed class SecretMaskTests
{
    /// <summary>Every character that some encoding escapes, and some that none does.</summary>
    private const string Odd = "p\"ä\\s/ +&%'<\n=😀?x";

    private static readonly byte[] OddBytes = Encoding.UTF8.GetBytes(Odd);

    public static TheoryData<string, string> Encodings => new()
    {
        { "as it is", Odd },
        { "in an address", Uri.EscapeDataString(Odd) },
        { "in an address, in small letters", WebUtility.UrlEncode(Odd).ToLowerInvariant() },
        { "in a form", WebUtility.UrlEncode(Odd) },
        { "in an address in an address", Uri.EscapeDataString(Uri.EscapeDataString(Odd)) },
        { "in an address of Latin-1", Uri.EscapeDataString(Odd).Replace("%C3%A4", "%E4", StringComparison.Ordinal) },
        { "read as Latin-1", Encoding.Latin1.GetString(OddBytes) },
        { "every byte in an address", string.Concat(OddBytes.Select(b => $"%{b:X2}")) },
        { "in JSON", JavaScriptEncoder.Default.Encode(Odd) },
        { "in lenient JSON", JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Odd) },
        { "in JSON in JSON", JavaScriptEncoder.Default.Encode(JavaScriptEncoder.Default.Encode(Odd)) },
        { "in lenient JSON in JSON", JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Odd)) },
        { "in JSON with escaped slashes", JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Odd).Replace("/", "\\/", StringComparison.Ordinal) },
        { "every unit numbered", string.Concat(Odd.Select(c => $"\\u{(int)c:x4}")) },
        { "in HTML", WebUtility.HtmlEncode(Odd) },
        { "in Base64", Convert.ToBase64String(OddBytes) },
        { "in Base64 in an address", Uri.EscapeDataString(Convert.ToBase64String(OddBytes)) },
        { "in Base64 in JSON", JavaScriptEncoder.Default.Encode(Convert.ToBase64String(OddBytes)) },
        { "in Base64 of addresses", Convert.ToBase64String(OddBytes).TrimEnd('=').Replace('+', '-').Replace('/', '_') },
        { "behind a user name in Base64", Convert.ToBase64String(Encoding.UTF8.GetBytes("ops:" + Odd)) },
        { "behind one byte in Base64", Convert.ToBase64String(Encoding.UTF8.GetBytes("o" + Odd + "tail")) },
        { "behind two bytes in Base64", Convert.ToBase64String(Encoding.UTF8.GetBytes("op" + Odd + "t")) },
        { "in hexadecimal", Convert.ToHexString(OddBytes) },
        { "in small hexadecimal", Convert.ToHexStringLower(OddBytes) },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_secret_is_masked_however_it_is_encoded(string how, string encoded)
    {
        var masked = Mask(Odd).Apply($"[{encoded}]");

        Assert.True(masked == "[***]", $"{how}: {masked}");
        Assert.True(Mask(Odd).IsIn(encoded));
    }

    [Theory]
    [InlineData("s3cret", "s3cret and s3cret", "*** and ***")]
    [InlineData("s3cret", "S3CRET", "S3CRET")]
    [InlineData("a&amp;b", "x a&amp;b y a&b", "x *** y a&b")]
    [InlineData("a&bcd", "a&amp;bcd a&bcd", "*** ***")]
    [InlineData("100%25", "100%25 100%2525", "*** ***")]
    [InlineData("a\\\\b", "a\\\\b a\\\\\\\\b", "*** ***")]
    [InlineData("aaaa", "aaaaaaa", "***")]
    public void Ambiguous_texts_are_read_in_every_way(string secret, string text, string masked) =>
        Assert.Equal(masked, Mask(secret).Apply(text));

    [Theory]
    [InlineData("ab", "table ab cab {\"k\":\"ab\"} ?k=ab&x key:ab.", "table *** cab {\"k\":\"***\"} ?k=***&x key:***.")]
    [InlineData("ab", "next=https%3A%2F%2Fx%3Fk%3Dab%26y", "next=https%3A%2F%2Fx%3Fk%3D***%26y")]
    [InlineData("ab", "\"\\u0022ab\\u0022\" \\nab\\n", "\"\\u0022***\\u0022\" \\n***\\n")]
    [InlineData("ab", "YWI= xYWI= 6162", "*** xYWI= ***")]
    [InlineData("7", "7 17 70 \"7\"", "*** 17 70 \"***\"")]
    [InlineData("!", "a!b", "a***b")]
    [InlineData("é", "é et été", "*** et été")]
    public void A_short_secret_is_masked_where_it_stands_alone(string secret, string text, string masked) =>
        Assert.Equal(masked, Mask(secret).Apply(text));

    [Fact]
    public void Secrets_that_overlap_leave_nothing_between_them() =>
        Assert.Equal("x***y", Mask("abcdef", "defghi").Apply("xabcdefghiy"));

    [Fact]
    public void A_longer_value_in_Base64_is_masked_to_its_ends()
    {
        var encoded = Convert.ToBase64String("ops@fuchsia.example:s3cret!"u8);

        Assert.Equal("Basic ***, more", Mask("s3cret!").Apply($"Basic {encoded}, more"));
    }

    [Fact]
    public void Without_secrets_nothing_is_masked()
    {
        Assert.Equal("a text", Mask().Apply("a text"));
        Assert.False(Mask().IsIn(""));
    }

    [Fact]
    public void A_secret_that_goes_on_behind_the_cut_is_masked()
    {
        for (var before = 0; before <= 8; before++)
        {
            var text = new string('x', before) + "s3cret" + "yy";

            var masked = Mask("s3cret").Apply(text, 6);

            Assert.Equal(before >= 6 ? new string('x', 6) : new string('x', before) + "***", masked);
        }
    }

    [Fact]
    public void Wherever_a_body_is_cut_no_part_of_the_secret_is_seen()
    {
        var mask = Mask("canary-0123456789");
        foreach (var encoded in (string[])["canary-0123456789", string.Concat("canary-0123456789".Select(c => $"\\u{(int)c:x4}"))])
        {
            for (var before = -encoded.Length - 2; before <= 2; before++)
            {
                var text = new string('ä', 4) + new string('x', ShownBody.BytesMax - 8 + before) + encoded + new string('z', 1000);
                var body = Encoding.UTF8.GetBytes(text);

                var shown = ShownBody.Of(body, null, mask.Overhang, mask.Apply);

                var end = shown[..shown.IndexOf('…', StringComparison.Ordinal)].TrimEnd('x', 'z');
                Assert.True(end.EndsWith("***", StringComparison.Ordinal) || end == "ääää", $"{before}: {end}");
                Assert.EndsWith($"… <cut after 65,536 of {body.Length:N0} bytes>", shown);
            }
        }
    }

    [Fact]
    public void No_encoding_of_any_secret_in_any_surroundings_is_seen()
    {
        string[] characters = [.. "ab%&\\\"'/+ =?<ä😀0".EnumerateRunes().Select(r => r.ToString())];
        var secrets = Gen.Elements(characters).ArrayOf().Where(a => a.Length is >= 4 and <= 30).Select(string.Concat);
        Func<string, string>[] encodings =
        [
            s => s, Uri.EscapeDataString, WebUtility.UrlEncode, JavaScriptEncoder.Default.Encode, WebUtility.HtmlEncode,
            s => Convert.ToBase64String(Encoding.UTF8.GetBytes(s)),
            s => JsonSerializer.Serialize(JsonSerializer.Serialize(s)).Trim('"', '\\'),
        ];
        Prop.ForAll(
            secrets.ToArbitrary(), Gen.Elements(encodings).ToArbitrary(), Gen.Elements("", ".", "-%41\\", "&amp;", "\\\\").ToArbitrary(),
            (secret, encode, around) =>
            {
                var encoded = encode(secret);
                return !Mask(secret).Apply(around + encoded + around).Contains(encoded, StringComparison.Ordinal);
            }).QuickCheckThrowOnFailure();
    }

    private static SecretMask Mask(params string[] secrets) => new(
        Calls.Connection(Definitions.Http, "{}", [.. secrets.Select((s, i) => ($"secret{i}", s))]), null);
}
