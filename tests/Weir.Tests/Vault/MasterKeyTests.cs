using System.Runtime.Versioning;
using System.Security.Cryptography;
using Weir.Tests.Fakes;
using Weir.Vault;

namespace Weir.Tests.Vault;

public sealed class MasterKeyTests : IDisposable
{
    private const string Canary = "Y2FuYXJ5";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _folder = Directory.CreateTempSubdirectory("weir-test-").FullName;
    private readonly InMemoryKeyStore _keys = new();

    private string OwnFile => Path.Combine(_folder, "master.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_first_start_makes_a_key_and_asks_for_a_copy()
    {
        using (var vault = await OpenAsync())
        {
            Assert.Contains(OwnFile, vault.Warning, StringComparison.Ordinal);
        }

        Assert.Equal(32, Convert.FromBase64String((await File.ReadAllTextAsync(OwnFile, None)).Trim()).Length);
        Assert.Equal([OwnFile], Directory.GetFiles(_folder));
        Assert.NotNull(_keys.Proof);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_this_user_may_read_the_key()
    {
        using var vault = await OpenAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(OwnFile));
    }

    [Fact]
    public async Task The_next_start_uses_the_key_that_is_there_and_says_nothing()
    {
        var cipher = await SealAsync();
        var key = await File.ReadAllBytesAsync(OwnFile, None);

        using var vault = await OpenAsync();

        Assert.Null(vault.Warning);
        Assert.Equal([7], await vault.OpenAsync("conn_1", "password", cipher, None));
        Assert.Equal(key, await File.ReadAllBytesAsync(OwnFile, None));
    }

    [Fact]
    public async Task A_start_killed_before_the_proof_was_stored_goes_on_with_its_key()
    {
        using (await OpenAsync())
        {
            _keys.Proof = null;
        }

        using var vault = await OpenAsync();

        Assert.NotNull(vault.Warning);
        Assert.NotNull(_keys.Proof);
    }

    [Fact]
    public async Task A_start_killed_while_the_key_was_written_does_not_hinder_the_next()
    {
        await File.WriteAllTextAsync(OwnFile + ".new", "half a k", None);

        using var vault = await OpenAsync();

        Assert.Equal([OwnFile], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_lost_key_is_never_replaced_by_a_new_one()
    {
        await SealAsync();
        File.Delete(OwnFile);

        await RefusesAsync(new() { DataFolder = _folder }, $"its master key (id {_keys.Proof!.MasterKeyId}) is missing");

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Another_key_is_refused()
    {
        await SealAsync();
        await File.WriteAllTextAsync(OwnFile, NewKey(), None);

        await RefusesAsync(new() { DataFolder = _folder }, "is not the one of the data folder");
        await RefusesAsync(From(NewKey()), "is not the one of the data folder");
    }

    [Fact]
    public async Task A_changed_proof_is_refused()
    {
        await SealAsync();
        _keys.Proof = _keys.Proof! with { Cipher = [.. _keys.Proof.Cipher.Reverse()] };

        await RefusesAsync(new() { DataFolder = _folder }, "is not the one of the data folder");
    }

    [Fact]
    public async Task Keys_without_a_proof_are_refused()
    {
        await SealAsync();
        _keys.Proof = null;

        await RefusesAsync(new() { DataFolder = _folder }, "nothing that proves their master key");
    }

    [Theory]
    [InlineData("")]
    [InlineData(Canary)]
    [InlineData(Canary + " is no key at all! §")]
    [InlineData(Canary + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData(Canary + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public async Task What_is_no_key_is_refused_and_not_repeated(string text)
    {
        await File.WriteAllTextAsync(OwnFile, text, None);
        var file = Path.Combine(_folder, "key");
        await File.WriteAllTextAsync(file, text, None);

        await RefusesAsync(new() { DataFolder = _folder }, "must be 32 bytes in base64");
        await RefusesAsync(From(text), "WEIR_MASTER_KEY cannot be used: it must be 32 bytes in base64");
        await RefusesAsync(new() { DataFolder = _folder, File = file }, "WEIR_MASTER_KEY_FILE cannot be used: it must be 32 bytes");
        await RefusesAsync(
            new() { DataFolder = _folder, Command = $"cat '{file}'" }, "WEIR_MASTER_KEY_COMMAND cannot be used: it must be 32 bytes");
    }

    [Fact]
    public async Task An_endless_file_is_no_key()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no /dev/zero.");

        await RefusesAsync(new() { DataFolder = _folder, File = "/dev/zero" }, "must be 32 bytes in base64");
        await RefusesAsync(new() { DataFolder = _folder, Command = "cat /dev/zero 2>/dev/null" }, "WEIR_MASTER_KEY_COMMAND");
    }

    [Fact]
    public async Task The_same_key_opens_from_every_source()
    {
        var key = NewKey();
        var file = Path.Combine(_folder, "key");
        await File.WriteAllTextAsync(file, $" {key}\r\n", None);
        var cipher = await SealAsync(From(key));

        foreach (var source in new[]
        {
            From(key + "\n"),
            new MasterKeySource { DataFolder = _folder, File = file },
            new MasterKeySource { DataFolder = _folder, Command = $"head -c 100 '{file}' | cat" },
        })
        {
            using var vault = await Weir.Vault.Vault.OpenAsync(source, _keys, None);
            Assert.Null(vault.Warning);
            Assert.Equal([7], await vault.OpenAsync("conn_1", "password", cipher, None));
        }

        Assert.False(File.Exists(OwnFile));
    }

    [Fact]
    public async Task Two_sources_at_once_are_refused() => await RefusesAsync(
        new() { DataFolder = _folder, Value = new(NewKey()), File = "key" }, "Set only one of WEIR_MASTER_KEY and WEIR_MASTER_KEY_FILE.");

    [Fact]
    public async Task A_file_that_is_not_there_is_refused() => await RefusesAsync(
        new() { DataFolder = _folder, File = Path.Combine(_folder, "none") }, "WEIR_MASTER_KEY_FILE cannot be read");

    [Fact]
    public async Task A_command_that_fails_is_refused() => await RefusesAsync(
        new() { DataFolder = _folder, Command = $"echo {Canary}; exit 3" }, "WEIR_MASTER_KEY_COMMAND ended with exit code 3");

    [Fact]
    public async Task A_command_that_does_not_end_is_stopped() => await RefusesAsync(
        new() { DataFolder = _folder, Command = "sleep 600", Time = new Hurried() }, "did not end within 30 seconds");

    [Fact]
    public void The_environment_says_where_the_key_is_and_an_empty_variable_says_nothing()
    {
        var source = MasterKeySource.FromEnvironment(_folder, name => name switch
        {
            "WEIR_MASTER_KEY" => "",
            "WEIR_MASTER_KEY_FILE" => "/run/key",
            "WEIR_MASTER_KEY_PREVIOUS_COMMAND" => "pass show weir",
            _ => null,
        });

        Assert.Equal((_folder, "/run/key", "pass show weir"), (source.DataFolder, source.File, source.PreviousCommand));
        Assert.Null(source.Value);
        Assert.Null(source.Command);
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private MasterKeySource From(string key) => new() { DataFolder = _folder, Value = new(key) };

    private Task<Weir.Vault.Vault> OpenAsync() =>
        Weir.Vault.Vault.OpenAsync(new MasterKeySource { DataFolder = _folder }, _keys, None);

    private async Task<byte[]> SealAsync(MasterKeySource? source = null)
    {
        using var vault = await Weir.Vault.Vault.OpenAsync(source ?? new() { DataFolder = _folder }, _keys, None);
        return await vault.SealAsync("conn_1", "password", new byte[] { 7 }, None);
    }

    private async Task RefusesAsync(MasterKeySource source, string sentence)
    {
        var (files, keys, proof) = (Files(), _keys.Keys.ToList(), _keys.Proof);

        var refusal = await Assert.ThrowsAsync<MasterKeyException>(() => Weir.Vault.Vault.OpenAsync(source, _keys, None));

        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, refusal.ToString(), StringComparison.Ordinal);
        Assert.Equal(files, Files());
        Assert.Equal(keys, _keys.Keys);
        Assert.Equal(proof, _keys.Proof);
    }

    private List<string> Files() =>
        [.. Directory.GetFiles(_folder).Order(StringComparer.Ordinal).Select(f => $"{f}:{File.ReadAllText(f)}")];

    // Whatever is waited for is over at once.
    private sealed class Hurried : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
