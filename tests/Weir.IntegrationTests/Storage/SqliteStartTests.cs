using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Weir.Engine.Resources;
using Weir.Storage;
using Weir.Storage.Databases;

namespace Weir.IntegrationTests.Storage;

public sealed class SqliteStartTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Later = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_stored_is_there_after_a_restart_and_the_log_is_in_the_file()
    {
        await FillAsync();

        Assert.Equal(["weir.db"], _folder.Contents().Keys);
        Assert.Equal(["budget"], await PausesAsync(_folder));
    }

    [Fact]
    public async Task What_was_stored_is_there_after_a_kill()
    {
        await using var stores = await OpenAsync(_folder);
        await stores.Pauses.SetAsync("budget", Later, "told so", None);
        using var killed = _folder.Copy();
        Assert.Contains("weir.db-wal", killed.Contents().Keys);

        Assert.Equal(["budget"], await PausesAsync(killed));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_missing_folder_is_made_for_this_user_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix permissions.");
        var path = Path.Combine(_folder.Path, "deep", "data");

        await using var stores = await DatabaseStores.OpenAsync(path, null, None);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
        Assert.All(
            Directory.GetFiles(path),
            f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused_until_the_first_is_gone()
    {
        var first = await OpenAsync(_folder);
        await RefusesAsync(_folder, "Another Weir is running on the data folder");
        await first.Pauses.SetAsync("budget", Later, "still at work", None);
        await first.DisposeAsync();

        Assert.Equal(["budget"], await PausesAsync(_folder));
    }

    [Fact]
    public async Task A_database_that_another_program_writes_is_refused()
    {
        await FillAsync();
        using var other = Connect(_folder);
        Execute(other, "begin immediate");

        await RefusesAsync(_folder, "is in use by another program");
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        await FillAsync();
        using (var newer = Connect(_folder))
        {
            Execute(newer, "pragma user_version = 1000");
        }

        await RefusesAsync(_folder, "was written by a newer Weir");
        Assert.Equal(["weir.db"], _folder.Contents().Keys);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_that_was_killed_keeps_its_log()
    {
        await FillAsync();
        using var newer = Connect(_folder);
        Execute(newer, "pragma user_version = 1000");
        using var killed = _folder.Copy();

        await RefusesAsync(killed, "was written by a newer Weir");
        Assert.Contains("weir.db-wal", killed.Contents().Keys);
    }

    [Fact]
    public async Task Another_programs_database_is_refused()
    {
        using (var other = Connect(_folder, SqliteOpenMode.ReadWriteCreate))
        {
            Execute(other, "create table notes (id integer)");
        }

        await RefusesAsync(_folder, "is not one of Weir's");
    }

    [Theory]
    [InlineData("a text")]
    [InlineData("begins as one and is too short")]
    [InlineData("cut in half")]
    [InlineData("a page overwritten")]
    [InlineData("its schema overwritten")]
    [InlineData("zeros")]
    public async Task A_damaged_file_is_refused(string how)
    {
        await FillAsync();
        var bytes = File.ReadAllBytes(_folder.Database);
        File.WriteAllBytes(_folder.Database, how switch
        {
            "a text" => "Once this was a database."u8.ToArray(),
            "begins as one and is too short" => bytes[..40],
            "cut in half" => bytes[..(bytes.Length / 2)],
            "a page overwritten" => Overwrite(bytes, bytes.Length - 4096, 4096),
            "its schema overwritten" => Overwrite(bytes, 100, 3000),
            _ => new byte[bytes.Length],
        });

        await RefusesAsync(_folder, "is damaged or no database");
    }

    [Fact]
    public async Task An_empty_file_becomes_a_database()
    {
        File.WriteAllBytes(_folder.Database, []);

        await FillAsync();

        Assert.Equal(["budget"], await PausesAsync(_folder));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_is_refused()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "", None);

        var refusal = await Assert.ThrowsAsync<StorageStartException>(
            () => DatabaseStores.OpenAsync(Path.Combine(file, "data"), null, None));

        Assert.Contains("cannot be written", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_folder_that_may_not_be_written_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Permissions do not hold for root.");
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            await RefusesAsync(_folder, "cannot be written");
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Theory]
    [InlineData(raw.SQLITE_FULL, "The disk of the database weir.db is full.")]
    [InlineData(raw.SQLITE_BUSY, "The database weir.db is in use by another program; close it and start again.")]
    [InlineData(raw.SQLITE_READONLY, "The database weir.db cannot be written; check its permissions and those of its folder.")]
    public void What_sqlite_answers_is_one_sentence(int code, string sentence) =>
        Assert.Equal(sentence, new SqliteStart("weir.db").Explain(new SqliteException("detail", code)).Message);

    [Fact]
    public async Task After_a_refused_start_the_folder_is_free()
    {
        await FillAsync();
        var whole = File.ReadAllBytes(_folder.Database);
        File.WriteAllBytes(_folder.Database, whole[..5000]);
        await RefusesAsync(_folder, "damaged");

        File.WriteAllBytes(_folder.Database, whole);

        Assert.Equal(["budget"], await PausesAsync(_folder));
    }

    [Fact]
    public async Task A_request_under_way_at_a_kill_is_not_forgotten()
    {
        var request = new IdempotentRequest("tok_1", "abc", "POST /v1/flows", "hash");
        await using (var stores = await OpenAsync(_folder))
        {
            await stores.Idempotency.BeginAsync(request, Later, None);
        }

        await using var next = await OpenAsync(_folder);
        var reading = await next.Idempotency.BeginAsync(request, Later, None);

        Assert.Equal(IdempotencyState.InProgress, reading.State);
    }

    [Fact]
    public async Task A_closed_database_says_so()
    {
        var stores = await OpenAsync(_folder);
        await stores.DisposeAsync();
        await stores.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => stores.Pauses.AllAsync(Later, None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stores.Pauses.SetAsync("b", Later, "", None));
    }

    private static Task<DatabaseStores> OpenAsync(TestFolder folder) => DatabaseStores.OpenAsync(folder.Path, null, None);

    private static async Task<IEnumerable<string>> PausesAsync(TestFolder folder)
    {
        await using var stores = await OpenAsync(folder);
        return (await stores.Pauses.AllAsync(DateTimeOffset.UnixEpoch, None)).Select(p => p.Budget);
    }

    private static async Task RefusesAsync(TestFolder folder, string sentence)
    {
        var before = folder.Contents();

        var refusal = await Assert.ThrowsAsync<StorageStartException>(() => OpenAsync(folder));

        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        var after = folder.Contents();
        Assert.All(
            before.Where(f => !f.Key.EndsWith("-shm", StringComparison.Ordinal)),
            f => Assert.Equal(f.Value, after[f.Key]));
    }

    private static SqliteConnection Connect(TestFolder folder, SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
    {
        Batteries_V2.Init();
        var connection = new SqliteConnection($"Data Source={folder.Database};Mode={mode};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants only.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static byte[] Overwrite(byte[] bytes, int from, int count)
    {
        new Random(7).NextBytes(bytes.AsSpan(from, count));
        return bytes;
    }

    private async Task FillAsync()
    {
        await using var stores = await OpenAsync(_folder);
        await stores.Pauses.SetAsync("budget", Later, "told so", None);
    }
}
